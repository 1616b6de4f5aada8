#include "editor.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/// Bytes that were read from the terminal before their time: to see whether they belong to a paste's mark, or
/// because they were typed ahead.
static unsigned char *ahead;
static size_t ahead_start, ahead_end, ahead_capacity;

/// What the terminal sends for Ctrl-C, -1 when nothing.
static int interrupt_byte = -1;
static bool is_raw;

void begin_keys(void) {
    drain_signal_pipe();
    was_interrupted = 0;
    is_raw = false;
}

/// Makes Ctrl-C a byte among the others while a line is edited: as a signal it would overtake the keys before
/// it, and the terminal would throw away those that were not read yet.
static void take_interrupt_byte(void) {
    struct termios mode;
    if (tcgetattr(STDIN_FILENO, &mode) != 0) return;
    if (mode.c_cc[VINTR] != _POSIX_VDISABLE) interrupt_byte = mode.c_cc[VINTR];
    mode.c_cc[VINTR] = _POSIX_VDISABLE;
    tcsetattr(STDIN_FILENO, TCSANOW, &mode);
}

/// Whether there is a byte to read within the time; a signal ends the wait.
static bool has_input(int milliseconds) {
    if (ahead_start < ahead_end) return true;
    struct pollfd file = {STDIN_FILENO, POLLIN, 0};
    return poll(&file, 1, milliseconds) > 0;
}

static void take_signals(void) {
    if (was_resized) {
        was_resized = 0;
        clear_line_after_resize();
        el_resize(editor.line);
        el_set(editor.line, EL_REFRESH);
    }
    if (was_continued) {
        // Back from Ctrl-Z: the shell in between has set the terminal its own way.
        was_continued = 0;
        el_set(editor.line, EL_PREP_TERM, 0);
        el_set(editor.line, EL_PREP_TERM, 1);
        take_interrupt_byte();
        fputs("\x1b[?2004h", stdout);
        el_set(editor.line, EL_REFRESH);
    }
}

static bool is_interrupt(unsigned char byte) {
    if (byte != interrupt_byte) return false;
    errno = EINTR;
    return true;
}

/// Puts bytes behind those that wait.
static void keep(const unsigned char *bytes, size_t count) {
    if (ahead_start == ahead_end) ahead_start = ahead_end = 0;
    if (ahead_end + count > ahead_capacity) {
        size_t capacity = (ahead_end + count) * 2 + 64;
        unsigned char *larger = realloc(ahead, capacity);
        if (larger == NULL) return;
        ahead = larger;
        ahead_capacity = capacity;
    }
    memcpy(ahead + ahead_end, bytes, count);
    ahead_end += count;
}

/// One byte from the terminal: 1, 0 at its end, -1 with errno (EINTR after Ctrl-C).
///
/// One at a time, so that what is typed ahead stays in the terminal for whoever reads it next: an editor, a
/// question.
static int read_byte(unsigned char *byte) {
    if (ahead_start < ahead_end) {
        *byte = ahead[ahead_start++];
        return is_interrupt(*byte) ? -1 : 1;
    }
    for (;;) {
        if (termination != 0) return 0;
        if (was_interrupted) {
            was_interrupted = 0;
            errno = EINTR;
            return -1;
        }
        take_signals();
        if (!has_input(0)) paint_line();
        struct pollfd files[2] = {{STDIN_FILENO, POLLIN, 0}, {signal_pipe[0], POLLIN, 0}};
        if (poll(files, 2, -1) < 0 && errno != EINTR) return -1;
        if (files[1].revents & POLLIN) {
            drain_signal_pipe();
            continue;
        }
        if (files[0].revents == 0) continue;
        ssize_t count = read(STDIN_FILENO, byte, 1);
        if (count > 0 && is_interrupt(*byte)) return -1;
        if (count >= 0) {
            errno = 0;
            return (int)count;
        }
        if (errno != EINTR && errno != EAGAIN) return -1;
    }
}

/// After an Escape: whether it begins a bracketed paste. Otherwise what followed is read again.
///
/// A terminal sends the mark in one piece, so a person who presses Escape waits for no more than 30 ms. It is
/// recognised here and not by a binding, since in vi's insert mode Escape is a command by itself.
static bool begins_paste(void) {
    static const unsigned char mark[] = "[200~";
    unsigned char bytes[sizeof mark];
    size_t count = 0;
    while (count < sizeof mark - 1 && has_input(30)) {
        if (read_byte(&bytes[count]) != 1) break;
        count++;
        if (bytes[count - 1] != mark[count - 1]) break;
    }
    if (count == sizeof mark - 1 && memcmp(bytes, mark, count) == 0) return true;
    // In front of what waits already; the bytes came from there or from the terminal, when nothing waits.
    if (ahead_start >= count) {
        ahead_start -= count;
    } else {
        keep(bytes, count);
    }
    return false;
}

void keep_typed_ahead(bool is_running) {
    struct pollfd file = {STDIN_FILENO, POLLIN, 0};
    while (poll(&file, 1, 0) > 0 && (file.revents & POLLIN)) {
        unsigned char bytes[256];
        ssize_t count = read(STDIN_FILENO, bytes, sizeof bytes);
        if (count <= 0) break;
        keep(bytes, (size_t)count);
    }
    if (!is_running) return;
    for (size_t index = ahead_end; index > ahead_start; index--) {
        if (ahead[index - 1] != interrupt_byte) continue;
        // As the terminal does it: what was typed before Ctrl-C is gone.
        ahead_start = index;
        raise(SIGINT);
        break;
    }
}

size_t cedit_read_answer(char *line, size_t capacity) {
    size_t length = 0;
    while (length + 1 < capacity) {
        unsigned char byte;
        if (ahead_start < ahead_end) {
            byte = ahead[ahead_start++];
        } else if (read(STDIN_FILENO, &byte, 1) != 1) {
            break;
        }
        if (byte == '\n' || byte == '\r') break;
        line[length++] = (char)byte;
    }
    line[length] = 0;
    return length;
}

/// Keeps what had been typed for whoever wants it back.
static int drop_line(EditLine *el) {
    move_below_line();
    const LineInfo *line = el_line(el);
    free(editor.dropped);
    editor.dropped = strndup(line->buffer, (size_t)(line->lastchar - line->buffer));
    errno = EINTR;
    return -1;
}

/// libedit's own reader gives up the line at every signal; this one does so for Ctrl-C only.
int read_character(EditLine *el, wchar_t *out) {
    if (!is_raw) {
        is_raw = true;
        take_interrupt_byte();
    }
    mbstate_t state;
    memset(&state, 0, sizeof state);
    for (;;) {
        unsigned char byte;
        int count = read_byte(&byte);
        if (count < 0) return drop_line(el);
        if (count == 0) return 0;
        if (byte == 0x1b && begins_paste()) {
            *out = KEY_PASTE;
            return 1;
        }
        size_t used = mbrtowc(out, (const char *)&byte, 1, &state);
        if (used == (size_t)-2) continue;
        // A stray byte: start over rather than pass half a character on. C1 controls are our own keys.
        if (used == (size_t)-1 || (*out >= 0x80 && *out < 0xa0)) {
            memset(&state, 0, sizeof state);
            continue;
        }
        return 1;
    }
}

/// A paste's bytes as characters: line ends are newlines, other controls but tabs are left out.
static wchar_t *pasted_text(const unsigned char *bytes, size_t length) {
    wchar_t *text = calloc(length + 1, sizeof *text);
    if (text == NULL) return NULL;
    size_t count = 0;
    mbstate_t state;
    memset(&state, 0, sizeof state);
    for (size_t index = 0; index < length;) {
        wchar_t character = 0;
        size_t used = mbrtowc(&character, (const char *)bytes + index, length - index, &state);
        if (used == (size_t)-1 || used == (size_t)-2) {
            memset(&state, 0, sizeof state);
            character = 0xfffd;
            used = 1;
        }
        index += used == 0 ? 1 : used;
        if (character == L'\r') {
            if (index < length && bytes[index] == '\n') continue;
            character = L'\n';
        }
        bool is_control = character < 0x20 || (character >= 0x7f && character < 0xa0);
        if (!is_control || character == L'\n' || character == L'\t') text[count++] = character;
    }
    return text;
}

/// Takes a bracketed paste whole, line ends included, so that pasted text neither runs nor completes.
unsigned char take_paste(EditLine *el, int key) {
    (void)key;
    static const char end[] = "\x1b[201~";
    const size_t mark = sizeof end - 1;
    size_t capacity = 4096, length = 0;
    unsigned char *bytes = malloc(capacity);
    while (bytes != NULL) {
        if (length == capacity) {
            unsigned char *larger = realloc(bytes, capacity * 2);
            if (larger == NULL) break;
            bytes = larger;
            capacity *= 2;
        }
        int count = read_byte(bytes + length);
        if (count != 1) {
            // Ctrl-C where the end of the paste did not come: the next key is that.
            if (count < 0) was_interrupted = 1;
            break;
        }
        length++;
        if (length >= mark && memcmp(bytes + length - mark, end, mark) == 0) {
            length -= mark;
            break;
        }
    }
    wchar_t *text = bytes == NULL ? NULL : pasted_text(bytes, length);
    if (text != NULL && *text != 0) el_winsertstr(el, text);
    free(text);
    free(bytes);
    return CC_REFRESH;
}
