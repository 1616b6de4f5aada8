#include "cversion.h"

// Written by `make build`; a define on the command line would compile every target again at each commit.
#if __has_include("commit.h")
#include "commit.h"
#else
#define CORK_COMMIT "unknown"
#endif

const char *cork_commit(void) { return CORK_COMMIT; }
