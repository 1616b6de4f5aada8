// A file system for SQLite that fails when it is told to.
#ifndef CFAULTS_H
#define CFAULTS_H

// Becomes SQLite's default, on top of what was. May be called again.
int cf_register(void);

// From now on the `number`th operation (from 1) that opens, writes, syncs, truncates or deletes a file whose path begins
// with `folder` fails with `code`; all that follow too if `stays`. Reading and locking never fail.
void cf_fail(const char *_Nonnull folder, int number, int code, int stays);

// Nothing fails any more. Returns how many operations there were.
int cf_stop(void);

// Whether one has failed since `cf_fail`.
int cf_has_failed(void);

#endif
