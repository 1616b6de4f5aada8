#include "cfaults.h"

#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

typedef struct {
    sqlite3_file base;
    sqlite3_file *real;
    int is_watched;
} fault_file;

static sqlite3_vfs *below;
static sqlite3_vfs fault_vfs;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char watched[4096];
static int is_on, number, code, stays, count, has_failed;

void cf_fail(const char *folder, int at, int with, int remains) {
    pthread_mutex_lock(&lock);
    strncpy(watched, folder, sizeof watched - 1);
    is_on = 1;
    number = at;
    code = with;
    stays = remains;
    count = 0;
    has_failed = 0;
    pthread_mutex_unlock(&lock);
}

int cf_stop(void) {
    pthread_mutex_lock(&lock);
    is_on = 0;
    int counted = count;
    pthread_mutex_unlock(&lock);
    return counted;
}

int cf_has_failed(void) {
    pthread_mutex_lock(&lock);
    int failed = has_failed;
    pthread_mutex_unlock(&lock);
    return failed;
}

static int is_watched(const char *name) {
    pthread_mutex_lock(&lock);
    int result = is_on && name && strncmp(name, watched, strlen(watched)) == 0;
    pthread_mutex_unlock(&lock);
    return result;
}

// The code to fail with, or SQLITE_OK.
static int fault(int concerns) {
    int result = SQLITE_OK;
    pthread_mutex_lock(&lock);
    if (is_on && concerns) {
        count++;
        if (count == number || (stays && count > number)) {
            result = code;
            has_failed = 1;
        }
    }
    pthread_mutex_unlock(&lock);
    return result;
}

static sqlite3_file *real_file(sqlite3_file *file) { return ((fault_file *)file)->real; }

// Files that were opened before are watched too.
static int concerns(sqlite3_file *file) { return ((fault_file *)file)->is_watched; }

static int fault_close(sqlite3_file *file) {
    int result = real_file(file)->pMethods->xClose(real_file(file));
    file->pMethods = NULL;
    return result;
}
static int fault_read(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset) {
    return real_file(file)->pMethods->xRead(real_file(file), bytes, amount, offset);
}
static int fault_write(sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset) {
    int failed = fault(concerns(file));
    if (failed) {
        // Half of it is there, as after a full disk.
        real_file(file)->pMethods->xWrite(real_file(file), bytes, amount / 2, offset);
        return failed;
    }
    return real_file(file)->pMethods->xWrite(real_file(file), bytes, amount, offset);
}
static int fault_truncate(sqlite3_file *file, sqlite3_int64 size) {
    int failed = fault(concerns(file));
    return failed ? failed : real_file(file)->pMethods->xTruncate(real_file(file), size);
}
static int fault_sync(sqlite3_file *file, int flags) {
    int failed = fault(concerns(file));
    return failed ? failed : real_file(file)->pMethods->xSync(real_file(file), flags);
}
static int fault_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_file(file)->pMethods->xFileSize(real_file(file), size);
}
static int fault_lock(sqlite3_file *file, int level) {
    return real_file(file)->pMethods->xLock(real_file(file), level);
}
static int fault_unlock(sqlite3_file *file, int level) {
    return real_file(file)->pMethods->xUnlock(real_file(file), level);
}
static int fault_reserved(sqlite3_file *file, int *result) {
    return real_file(file)->pMethods->xCheckReservedLock(real_file(file), result);
}
static int fault_control(sqlite3_file *file, int operation, void *argument) {
    return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}
static int fault_sector(sqlite3_file *file) {
    return real_file(file)->pMethods->xSectorSize(real_file(file));
}
static int fault_characteristics(sqlite3_file *file) {
    return real_file(file)->pMethods->xDeviceCharacteristics(real_file(file));
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = fault_close,
    .xRead = fault_read,
    .xWrite = fault_write,
    .xTruncate = fault_truncate,
    .xSync = fault_sync,
    .xFileSize = fault_size,
    .xLock = fault_lock,
    .xUnlock = fault_unlock,
    .xCheckReservedLock = fault_reserved,
    .xFileControl = fault_control,
    .xSectorSize = fault_sector,
    .xDeviceCharacteristics = fault_characteristics,
};

static int fault_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out) {
    (void)vfs;
    // Other tests of the process have the plain file, with all that it can do.
    if (!is_watched(name)) return below->xOpen(below, name, file, flags, flags_out);
    fault_file *opened = (fault_file *)file;
    memset(opened, 0, sizeof *opened);
    opened->is_watched = 1;
    if (fault(opened->is_watched)) return SQLITE_CANTOPEN;
    opened->real = (sqlite3_file *)(opened + 1);
    int result = below->xOpen(below, name, opened->real, flags, flags_out);
    if (opened->real->pMethods) opened->base.pMethods = &methods;
    return result;
}
static int fault_delete(sqlite3_vfs *vfs, const char *name, int syncs) {
    (void)vfs;
    int failed = fault(is_watched(name));
    return failed ? failed : below->xDelete(below, name, syncs);
}

// When the program is loaded: whoever registers a file system that stands on the default one comes later.
__attribute__((constructor)) static void register_first(void) { (void)cf_register(); }

int cf_register(void) {
    pthread_mutex_lock(&lock);
    int result = SQLITE_OK;
    if (!below) {
        below = sqlite3_vfs_find(NULL);
        fault_vfs = *below;
        fault_vfs.szOsFile = (int)sizeof(fault_file) + below->szOsFile;
        fault_vfs.zName = "faulty";
        fault_vfs.xOpen = fault_open;
        fault_vfs.xDelete = fault_delete;
        result = sqlite3_vfs_register(&fault_vfs, 1);
    }
    pthread_mutex_unlock(&lock);
    return result;
}
