#ifndef CEDIT_EDITOR_H
#define CEDIT_EDITOR_H

// pipe2, strndup, wcwidth
#define _GNU_SOURCE

#include "cedit.h"

#include <histedit.h>
#include <signal.h>
#include <wchar.h>

// What the files of the editor share; the owner sees cedit.h only.

/// The one editor.
struct editor {
    EditLine *line;
    History *history;
    cedit_callbacks callbacks;
    wchar_t prompt[512];
    bool uses_color;
    /// The terminal understands cursor movement, and libedit draws the line at all.
    bool can_paint;
    /// Cells across when the line was last drawn.
    int columns;
    /// What had been typed when Ctrl-C dropped it; from `malloc`.
    char *dropped;
};
extern struct editor editor;

/// Set by the signal handlers; each also writes to `signal_pipe`, which ends a poll whichever thread the signal
/// landed on.
extern volatile sig_atomic_t was_interrupted, was_resized, was_continued, termination;
extern int signal_pipe[2];
void drain_signal_pipe(void);

/// Keys that no keyboard sends, for what the reader of keys and the bindings have to tell libedit. They are C1
/// controls, which have no place in a line.
#define KEY_PASTE L'\x9e'
#define KEY_ACCEPT L'\x9f'
#define KEY_OLDER L'\x9c'
#define KEY_NEWER L'\x9d'

/// libedit's hook for reading keys, and the command behind KEY_PASTE.
int read_character(EditLine *line, wchar_t *out);
unsigned char take_paste(EditLine *line, int key);
/// Before each line: no key has been read, and the terminal is not in raw mode yet.
void begin_keys(void);

/// After a line was taken and the terminal left raw mode: takes what came before that, where Ctrl-C was a byte
/// like any other. With a command to run, such a Ctrl-C is for the command.
void keep_typed_ahead(bool is_running);

/// Where a character stands, counted from the start of the prompt.
struct place {
    int row, column;
};

/// Lays the line out as libedit does.
///
/// Returns false when it holds characters that libedit spells in its own way.
bool lay_out(int columns, struct place *cursor, struct place *end);

/// Draws prompt and line over what libedit drew, in colours and with the prompt that suits them now.
void paint_line(void);

/// Goes from the cursor to the line's last row, so that what is printed next stands below it.
void move_below_line(void);

/// Goes back to where the prompt begins, when the terminal has just become another width; what libedit draws
/// next stands there.
void clear_line_after_resize(void);

/// Sets the prompt that suits the line, and tells what Enter does with it.
cedit_progress update_prompt(void);

#endif
