#include "ccheckedfile.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

// An open file below any connection.
typedef struct {
    sqlite3_file *file;
    // SQLite wants a name that is followed by its parameters.
    sqlite3_filename name;
} plain_file;

static int plain_open(const char *path, plain_file *opened) {
    opened->file = NULL;
    opened->name = NULL;
    if (sqlite3_initialize() != SQLITE_OK) return SQLITE_ERROR;
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    if (!vfs) return SQLITE_ERROR;
    char *full = malloc((size_t)vfs->mxPathname + 1);
    if (!full) return SQLITE_NOMEM;
    int code = vfs->xFullPathname(vfs, path, vfs->mxPathname + 1, full);
    if ((code & 0xFF) == SQLITE_OK) {
        opened->name = sqlite3_create_filename(full, "", "", 0, NULL);
        code = opened->name ? SQLITE_OK : SQLITE_NOMEM;
    }
    free(full);
    if (code != SQLITE_OK) return code;
    opened->file = calloc(1, (size_t)vfs->szOsFile);
    if (!opened->file) return SQLITE_NOMEM;
    int flags = 0;
    return vfs->xOpen(
        vfs, opened->name, opened->file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, &flags);
}

static void plain_close(plain_file *opened) {
    if (opened->file && opened->file->pMethods) opened->file->pMethods->xClose(opened->file);
    free(opened->file);
    if (opened->name) sqlite3_free_filename(opened->name);
}

int cc_read_start(const char *path, uint8_t *bytes, size_t room, size_t *count, int64_t *size) {
    plain_file opened;
    int code = plain_open(path, &opened);
    sqlite3_int64 found = 0;
    *count = 0;
    if (code == SQLITE_OK) code = opened.file->pMethods->xFileSize(opened.file, &found);
    if (code == SQLITE_OK) {
        *size = found;
        *count = (sqlite3_int64)room < found ? room : (size_t)found;
        if (*count > 0) {
            code = opened.file->pMethods->xRead(opened.file, bytes, (int)*count, 0);
        }
    }
    plain_close(&opened);
    return code;
}

static int write_all(int descriptor, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written < 0) {
            if (errno == EINTR) continue;
            return errno == ENOSPC || errno == EDQUOT ? SQLITE_FULL : SQLITE_IOERR_WRITE;
        }
        bytes += written;
        count -= (size_t)written;
    }
    return SQLITE_OK;
}

int cc_copy(const char *path, int descriptor) {
    enum { ROOM = 1 << 20 };
    plain_file opened;
    uint8_t *room = malloc(ROOM);
    int code = room ? plain_open(path, &opened) : SQLITE_NOMEM;
    if (!room) return code;
    sqlite3_int64 size = 0;
    if (code == SQLITE_OK) code = opened.file->pMethods->xFileSize(opened.file, &size);
    for (sqlite3_int64 at = 0; code == SQLITE_OK && at < size; at += ROOM) {
        int count = size - at < ROOM ? (int)(size - at) : ROOM;
        code = opened.file->pMethods->xRead(opened.file, room, count, at);
        if (code == SQLITE_OK) code = write_all(descriptor, room, (size_t)count);
    }
    plain_close(&opened);
    free(room);
    return code;
}
