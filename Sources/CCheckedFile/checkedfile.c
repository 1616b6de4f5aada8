#include "ccheckedfile.h"

#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

typedef struct {
    sqlite3_file base;
    // The file below, in the memory that follows.
    sqlite3_file *real;
} checked_file;

static sqlite3_vfs checked_vfs;
static sqlite3_vfs *below;

static sqlite3_file *real_file(sqlite3_file *file) { return ((checked_file *)file)->real; }

// MARK: Pages

static uint64_t stored_checksum(const uint8_t *page) {
    uint64_t value = 0;
    for (int index = 0; index < CC_RESERVED_BYTES; index++) {
        value |= (uint64_t)page[CC_PAGE_BYTES - CC_RESERVED_BYTES + index] << (8 * index);
    }
    return value;
}

static int is_whole(const uint8_t *page) {
    uint64_t stored = stored_checksum(page);
    if (stored == cc_checksum(page, CC_PAGE_BYTES - CC_RESERVED_BYTES)) return 1;
    // A page that was taken and given back before it was ever written is a hole in the file.
    if (stored != 0) return 0;
    for (size_t index = 0; index < CC_PAGE_BYTES; index++) {
        if (page[index] != 0) return 0;
    }
    return 1;
}

static int checked_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    sqlite3_file *real = real_file(file);
    int code = real->pMethods->xRead(real, bytes, count, offset);
    if (count < 512) return code;
    if (code == SQLITE_IOERR_SHORT_READ) {
        // Behind the end there is nothing, which is in order; a part of a page is not.
        sqlite3_int64 size = 0;
        int sized = real->pMethods->xFileSize(real, &size);
        if (sized != SQLITE_OK) return sized;
        return offset < size ? SQLITE_IOERR_DATA : code;
    }
    if (code != SQLITE_OK) return code;
    // A header that speaks of another page size is damaged.
    if (count != CC_PAGE_BYTES || offset % CC_PAGE_BYTES != 0) return SQLITE_IOERR_DATA;
    return is_whole(bytes) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

static int checked_write(
    sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    sqlite3_file *real = real_file(file);
    if (count == CC_PAGE_BYTES) {
        // The bytes at the end of the pager's own page are ours: it was told to leave them alone.
        uint8_t *page = (uint8_t *)bytes;
        uint64_t sum = cc_checksum(page, CC_PAGE_BYTES - CC_RESERVED_BYTES);
        for (int index = 0; index < CC_RESERVED_BYTES; index++) {
            page[CC_PAGE_BYTES - CC_RESERVED_BYTES + index] = (uint8_t)(sum >> (8 * index));
        }
    }
    return real->pMethods->xWrite(real, bytes, count, offset);
}

// MARK: What is passed on as it is

static int checked_close(sqlite3_file *file) {
    sqlite3_file *real = real_file(file);
    int code = real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
    file->pMethods = NULL;
    return code;
}

static int checked_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return real_file(file)->pMethods->xTruncate(real_file(file), size);
}

static int checked_sync(sqlite3_file *file, int flags) {
    return real_file(file)->pMethods->xSync(real_file(file), flags);
}

static int checked_file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_file(file)->pMethods->xFileSize(real_file(file), size);
}

static int checked_lock(sqlite3_file *file, int level) {
    return real_file(file)->pMethods->xLock(real_file(file), level);
}

static int checked_unlock(sqlite3_file *file, int level) {
    return real_file(file)->pMethods->xUnlock(real_file(file), level);
}

static int checked_reserved(sqlite3_file *file, int *is_reserved) {
    return real_file(file)->pMethods->xCheckReservedLock(real_file(file), is_reserved);
}

static int checked_control(sqlite3_file *file, int operation, void *argument) {
    return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}

static int checked_sector_size(sqlite3_file *file) {
    return real_file(file)->pMethods->xSectorSize(real_file(file));
}

static int checked_characteristics(sqlite3_file *file) {
    return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = checked_close,
    .xRead = checked_read,
    .xWrite = checked_write,
    .xTruncate = checked_truncate,
    .xSync = checked_sync,
    .xFileSize = checked_file_size,
    .xLock = checked_lock,
    .xUnlock = checked_unlock,
    .xCheckReservedLock = checked_reserved,
    .xFileControl = checked_control,
    .xSectorSize = checked_sector_size,
    .xDeviceCharacteristics = checked_characteristics,
};

static int checked_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out) {
    (void)vfs;
    if (!(flags & SQLITE_OPEN_MAIN_DB)) return below->xOpen(below, name, file, flags, flags_out);
    checked_file *checked = (checked_file *)file;
    memset(checked, 0, sizeof *checked);
    checked->real = (sqlite3_file *)(checked + 1);
    int code = below->xOpen(below, name, checked->real, flags, flags_out);
    // SQLite closes what has methods, also after a failure.
    if (checked->real->pMethods) checked->base.pMethods = &methods;
    return code;
}

static int checked_delete(sqlite3_vfs *vfs, const char *name, int syncs_folder) {
    (void)vfs;
    return below->xDelete(below, name, syncs_folder);
}

static int checked_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    (void)vfs;
    return below->xAccess(below, name, flags, result);
}

static int checked_full_name(sqlite3_vfs *vfs, const char *name, int size, char *full) {
    (void)vfs;
    return below->xFullPathname(below, name, size, full);
}

static int checked_randomness(sqlite3_vfs *vfs, int count, char *bytes) {
    (void)vfs;
    return below->xRandomness(below, count, bytes);
}

static int checked_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return below->xSleep(below, microseconds);
}

static int checked_time(sqlite3_vfs *vfs, double *days) {
    (void)vfs;
    return below->xCurrentTime(below, days);
}

static int checked_last_error(sqlite3_vfs *vfs, int size, char *text) {
    (void)vfs;
    return below->xGetLastError ? below->xGetLastError(below, size, text) : 0;
}

static int register_result = SQLITE_ERROR;

static void register_once(void) {
    // The name is given in a URI, which some builds of SQLite take only when asked to; too late is no error,
    // since then either they are on or opening fails.
    sqlite3_config(SQLITE_CONFIG_URI, 1);
    below = sqlite3_vfs_find(NULL);
    if (!below) return;
    checked_vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)sizeof(checked_file) + below->szOsFile,
        .mxPathname = below->mxPathname,
        .zName = "corkchecked",
        .xOpen = checked_open,
        .xDelete = checked_delete,
        .xAccess = checked_access,
        .xFullPathname = checked_full_name,
        .xRandomness = checked_randomness,
        .xSleep = checked_sleep,
        .xCurrentTime = checked_time,
        .xGetLastError = checked_last_error,
    };
    register_result = sqlite3_vfs_register(&checked_vfs, 0);
}

int cc_register(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_once);
    return register_result;
}
