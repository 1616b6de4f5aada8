#ifndef CVERSION_H
#define CVERSION_H

/// The commit that the binary was built from, abbreviated, with `+` after it when the tree had changes;
/// `unknown` in a build without `make`.
const char *cork_commit(void);

#endif
