// Files of SQLite whose pages carry a checksum of their own, and the checksum.
#ifndef CCHECKEDFILE_H
#define CCHECKEDFILE_H
#include <stddef.h>
#include <stdint.h>

// What the database must be made with: pages of this size, with so many bytes at their end left to us.
enum { CC_PAGE_BYTES = 65536, CC_RESERVED_BYTES = 8 };

// 64 bits that change with every single changed bit. Runs at the speed of memory; no protection against
// somebody who wants two texts to have the same one.
uint64_t cc_checksum(const void *_Nullable bytes, size_t count);

// Makes the file system known to SQLite under the name "corkchecked", on top of what is the default now.
//
// Every page that is written to a main database file gets its checksum; every page that is read must have it, or
// the read fails with SQLITE_IOERR_DATA. Journals and temporary files are as ever. There is neither shared memory nor
// mapping, so no write-ahead log.
//
// Returns an SQLite code. May be called again; only the first call does anything.
int cc_register(void);

// Reads the beginning of a database file, up to `room` bytes, and its size; through SQLite's own file system, since
// closing a file of one's own would end the locks that other connections of this process have on it.
//
// Returns an SQLite code; `*count` bytes were read.
int cc_read_start(
    const char *_Nonnull path, uint8_t *_Nonnull bytes, size_t room, size_t *_Nonnull count,
    int64_t *_Nonnull size);

// Appends all bytes of a database file to the open file `descriptor`, read in the same way.
//
// Returns an SQLite code; SQLITE_FULL when there is no room, SQLITE_IOERR_WRITE for other failures to write.
int cc_copy(const char *_Nonnull path, int descriptor);

#endif
