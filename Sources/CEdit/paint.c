#include "editor.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wctype.h>

// libedit has no hook for colours, so the same characters are drawn a second time, just before the editor
// waits for a key. Everything here rests on knowing where libedit put each character (its refresh.c).

/// Select Graphic Rendition by style: colours that are legible on black and on white.
static const char *const renditions[CEDIT_STYLES] = {
    [CEDIT_PLAIN] = "0",       [CEDIT_STAGE] = "1;35",  [CEDIT_WORD] = "35",
    [CEDIT_TEXT] = "32",       [CEDIT_NUMBER] = "36",   [CEDIT_FUNCTION] = "34",
    [CEDIT_REFERENCE] = "1;34", [CEDIT_COMMENT] = "2",   [CEDIT_UNKNOWN] = "31",
};

static int prompt_width(void) {
    int cells = 0;
    bool in_escape = false;
    for (const wchar_t *at = editor.prompt; *at != 0; at++) {
        if (*at == 1) {
            in_escape = !in_escape;
        } else if (!in_escape) {
            int width = wcwidth(*at);
            cells += width > 0 ? width : 0;
        }
    }
    return cells;
}

/// Steps over one character; `at` is where it is drawn.
static bool advance(struct place *next, wchar_t character, int columns, struct place *at) {
    *at = *next;
    if (character == L'\n') {
        next->row++;
        next->column = 0;
        return true;
    }
    if (character == L'\t') {
        do next->column++;
        while (next->column % 8 != 0 && next->column < columns);
    } else {
        int width = wcwidth(character);
        if (width < 0 || !iswprint((wint_t)character)) return false;
        // A wide character that does not fit the row's end goes to the next.
        if (next->column + width > columns) {
            next->row++;
            next->column = 0;
            *at = *next;
        }
        next->column += width;
    }
    if (next->column >= columns) {
        next->row++;
        next->column = 0;
    }
    return true;
}

bool lay_out(int columns, struct place *cursor, struct place *end) {
    struct place next = {0, prompt_width()};
    const LineInfoW *line = el_wline(editor.line);
    if (columns < 2 || next.column >= columns) return false;
    *cursor = next;
    for (const wchar_t *at = line->buffer; at < line->lastchar; at++) {
        struct place drawn;
        if (!advance(&next, *at, columns, &drawn)) return false;
        if (at == line->cursor) *cursor = drawn;
    }
    if (line->cursor >= line->lastchar) *cursor = next;
    *end = next;
    return true;
}

/// Text on its way to the terminal: one write, so that no half of it is seen.
struct ink {
    char *bytes;
    size_t count, capacity;
};

static void add(struct ink *ink, const char *bytes, size_t count) {
    if (ink->count + count > ink->capacity) {
        size_t capacity = (ink->capacity + count) * 2 + 256;
        char *larger = realloc(ink->bytes, capacity);
        if (larger == NULL) return;
        ink->bytes = larger;
        ink->capacity = capacity;
    }
    memcpy(ink->bytes + ink->count, bytes, count);
    ink->count += count;
}

static void add_text(struct ink *ink, const char *text) { add(ink, text, strlen(text)); }

static size_t add_character(struct ink *ink, wchar_t character) {
    char bytes[MB_LEN_MAX];
    mbstate_t state;
    memset(&state, 0, sizeof state);
    size_t count = wcrtomb(bytes, character, &state);
    if (count == (size_t)-1) return 0;
    add(ink, bytes, count);
    return count;
}

/// Moves without scrolling and without the wrap that is pending after a row's last cell.
static void move(struct ink *ink, struct place from, struct place to) {
    char bytes[32];
    add_text(ink, "\r");
    int rows = to.row - from.row;
    if (rows != 0) {
        snprintf(bytes, sizeof bytes, "\x1b[%d%c", abs(rows), rows < 0 ? 'A' : 'B');
        add_text(ink, bytes);
    }
    if (to.column > 0) {
        snprintf(bytes, sizeof bytes, "\x1b[%dC", to.column);
        add_text(ink, bytes);
    }
}

static void add_prompt(struct ink *ink) {
    for (const wchar_t *at = editor.prompt; *at != 0; at++) {
        if (*at != 1) add_character(ink, *at);
    }
}

/// The line's characters in their styles; gives where the last one left the cursor.
static struct place add_line(struct ink *ink, const uint8_t *styles, int columns) {
    const LineInfoW *line = el_wline(editor.line);
    struct place next = {0, prompt_width()}, pen = next;
    int style = CEDIT_PLAIN;
    size_t byte = 0;
    for (const wchar_t *at = line->buffer; at < line->lastchar; at++) {
        struct place drawn, before = next;
        advance(&next, *at, columns, &drawn);
        char utf8[MB_LEN_MAX];
        mbstate_t state;
        memset(&state, 0, sizeof state);
        size_t size = wcrtomb(utf8, *at, &state);
        int wanted = styles != NULL && styles[byte] < CEDIT_STYLES ? styles[byte] : CEDIT_PLAIN;
        byte += size == (size_t)-1 ? 0 : size;
        if (*at == L'\n' || *at == L'\t') continue;
        if (wcwidth(*at) > 0 && (drawn.row != pen.row || drawn.column != pen.column)) {
            move(ink, pen, drawn);
            pen = drawn;
        }
        if (wanted != style) {
            style = wanted;
            add_text(ink, "\x1b[0;");
            add_text(ink, renditions[style]);
            add_text(ink, "m");
        }
        if (size != (size_t)-1) add(ink, utf8, size);
        // A mark that joins the character before it moves nothing. At a row's end the terminal's cursor stays
        // in the row, whatever libedit says.
        pen.row = wcwidth(*at) > 0 ? drawn.row : pen.row;
        pen.column += next.row == before.row ? next.column - before.column : wcwidth(*at);
    }
    if (style != CEDIT_PLAIN) add_text(ink, "\x1b[0m");
    return pen;
}

static void write_out(const struct ink *ink) {
    fflush(stdout);
    for (size_t done = 0; done < ink->count;) {
        ssize_t count = write(STDOUT_FILENO, ink->bytes + done, ink->count - done);
        if (count <= 0) break;
        done += (size_t)count;
    }
}

/// Whether the last line is libedit's own, of a search through the history.
static bool is_searching(const LineInfoW *line) {
    const wchar_t *start = line->lastchar;
    while (start > line->buffer && start[-1] != L'\n') start--;
    return line->lastchar - start >= 4
        && (wcsncmp(start, L"bck:", 4) == 0 || wcsncmp(start, L"fwd:", 4) == 0);
}

void paint_line(void) {
    editor.columns = cedit_columns();
    struct place cursor, end;
    // Taller than the screen, its first rows are gone, and where it begins cannot be told.
    if (!editor.can_paint || !lay_out(editor.columns, &cursor, &end)) return;
    if (end.row >= cedit_rows()) return;
    if (end.row > 0 && !is_searching(el_wline(editor.line))) update_prompt();
    if (!editor.uses_color && end.row == 0) return;

    const LineInfo *line = el_line(editor.line);
    size_t length = (size_t)(line->lastchar - line->buffer);
    uint8_t *styles = editor.uses_color ? calloc(length + 1, 1) : NULL;
    if (styles != NULL) {
        editor.callbacks.style(editor.callbacks.context, line->buffer, length, styles);
    }
    struct ink ink = {NULL, 0, 0};
    add_text(&ink, "\x1b[?25l");
    move(&ink, cursor, (struct place){0, 0});
    add_prompt(&ink);
    struct place pen = add_line(&ink, styles, editor.columns);
    move(&ink, pen, cursor);
    add_text(&ink, "\x1b[?25h");
    write_out(&ink);
    free(ink.bytes);
    free(styles);
}

void move_below_line(void) {
    struct place cursor, end;
    if (!editor.can_paint || !lay_out(cedit_columns(), &cursor, &end)) return;
    if (end.row > cursor.row) printf("\x1b[%dB", end.row - cursor.row);
}

void clear_line_after_resize(void) {
    struct place before, after, end;
    bool is_known = editor.can_paint && lay_out(editor.columns, &before, &end)
        && lay_out(cedit_columns(), &after, &end);
    if (is_known && before.row == after.row) {
        if (after.row > 0) printf("\x1b[%dA", after.row);
        fputs("\r\x1b[J", stdout);
    } else {
        // Where a line that has been broken anew begins differs between terminals: a piece of it twice is
        // better than an answer erased.
        fputs("\r\n", stdout);
    }
    fflush(stdout);
}
