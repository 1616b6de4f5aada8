#ifndef CEDIT_H
#define CEDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

/// What Enter does with a text.
typedef enum {
    CEDIT_FINISHED,
    CEDIT_GOES_ON,
    /// It goes on inside quotes, where indentation would become part of a value.
    CEDIT_GOES_ON_IN_QUOTES
} cedit_progress;

/// How a byte of the line is drawn; bytes of one character have one style.
typedef enum {
    CEDIT_PLAIN,
    CEDIT_STAGE,
    CEDIT_WORD,
    CEDIT_TEXT,
    CEDIT_NUMBER,
    CEDIT_FUNCTION,
    CEDIT_REFERENCE,
    CEDIT_COMMENT,
    CEDIT_UNKNOWN,
    CEDIT_STYLES
} cedit_style;

/// What the editor asks of its owner. Texts are not terminated; lengths and the cursor are in bytes.
typedef struct {
    void *context;
    cedit_completion (*complete)(void *context, const char *line, size_t length, size_t cursor);
    /// Writes the prompt that suits the text so far, terminated, into `prompt`. Prompts take the same number
    /// of cells whatever the text; their escapes stand between bytes of value 1, and they end in a space.
    cedit_progress (*progress)(
        void *context, const char *line, size_t length, char *prompt, size_t capacity);
    /// Fills in a style for each byte.
    void (*style)(void *context, const char *line, size_t length, uint8_t *styles);
} cedit_callbacks;

typedef enum { CEDIT_LINE, CEDIT_INTERRUPTED, CEDIT_END } cedit_outcome;

/// Takes a UTF-8 locale and installs the handlers of SIGINT, SIGTERM, SIGHUP, SIGWINCH and SIGCONT. For
/// commands that never edit a line this is all that is needed.
///
/// Returns a file descriptor that becomes readable at each SIGINT, SIGTERM and SIGHUP, or -1.
int cedit_install_signals(void);

/// Whether the environment names a locale whose characters are UTF-8.
bool cedit_locale_is_utf8(void);

/// SIGTERM or SIGHUP when it came, else 0.
int cedit_termination(void);

/// Ends the process by the signal that asked for it, if one did.
void cedit_end_if_terminated(void);

/// Makes the editor and reads `~/.editrc`; false when the terminal cannot be edited on.
bool cedit_start(cedit_callbacks callbacks);

/// Whether the text is drawn in colours while it is typed. Needs a terminal that moves its cursor by the
/// escapes of ECMA-48.
void cedit_set_color(bool uses_color);

/// Reads one entry, of one or several lines. `text` and `length` stay valid until the next call; after an
/// interruption they are what was dropped.
cedit_outcome cedit_read(const char **text, size_t *length);

/// Reads a line that answers a question, without its end; what was typed ahead comes first. Terminated, and
/// cut at the capacity. Returns its length, 0 also after Ctrl-C and at the end of the input.
size_t cedit_read_answer(char *line, size_t capacity);

/// Adds an entry to what Up and Ctrl-R find.
void cedit_remember(const char *text);

/// Cells across, 0 when stdout is no terminal.
int cedit_columns(void);
int cedit_rows(void);

void cedit_stop(void);

#endif
