#ifndef CEDIT_H
#define CEDIT_H

#include <stdbool.h>
#include <stddef.h>

// A line editor on the terminal that stdin and stdout are. There is one per process: libedit, the terminal
// and the signals are process-wide, so a handle would promise more than there is. All text is UTF-8.

/// What the completion callback answers with. Strings come from `malloc` and are freed by the editor; NULL is
/// nothing.
typedef struct {
    /// Characters (not bytes) to remove before the cursor, then the text to put there.
    size_t erase;
    char *insert;
    /// Printed below the line, which is then drawn again.
    char *listing;
} cedit_completion;

/// `line` is not terminated at `cursor`; `cursor` is in bytes.
typedef cedit_completion (*cedit_complete)(
    void *context, const char *line, size_t length, size_t cursor);

typedef enum { CEDIT_LINE, CEDIT_INTERRUPTED, CEDIT_END } cedit_outcome;

/// Takes a UTF-8 locale and installs the handlers of SIGINT, SIGWINCH and SIGCONT. For commands that never
/// edit a line this is all that is needed.
///
/// Returns a file descriptor that becomes readable at each SIGINT, or -1.
int cedit_install_signals(void);

/// Makes the editor and reads `~/.editrc`; false when the terminal cannot be edited on.
bool cedit_start(cedit_complete complete, void *context);

/// Reads one line. `text` and `length` stay valid until the next call; after an interruption they are the
/// line that was dropped. A prompt's escapes stand between bytes of value 1, and it ends in a space.
cedit_outcome cedit_read(const char *prompt, const char **text, size_t *length);

/// Adds a line to what Up and Ctrl-R find.
void cedit_remember(const char *text);

/// Cells across, 0 when stdout is no terminal.
int cedit_columns(void);
int cedit_rows(void);

void cedit_stop(void);

#endif
