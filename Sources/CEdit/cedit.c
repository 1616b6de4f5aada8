#include "editor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct editor editor;

/// Continued lines stand below the first one's text.
static const wchar_t line_break[] = L"\n      ";

static wchar_t *prompt(EditLine *el) {
    (void)el;
    return editor.prompt;
}

static cedit_progress set_prompt(const char *text, size_t length) {
    char bytes[512] = "";
    cedit_progress progress = editor.callbacks.progress(
        editor.callbacks.context, text, length, bytes, sizeof bytes);
    size_t capacity = sizeof editor.prompt / sizeof editor.prompt[0];
    if (mbstowcs(editor.prompt, bytes, capacity - 1) == (size_t)-1) editor.prompt[0] = 0;
    editor.prompt[capacity - 1] = 0;
    return progress;
}

cedit_progress update_prompt(void) {
    const LineInfo *line = el_line(editor.line);
    return set_prompt(line->buffer, (size_t)(line->lastchar - line->buffer));
}

static unsigned char on_tab(EditLine *el, int key) {
    (void)key;
    const LineInfo *line = el_line(el);
    size_t length = (size_t)(line->lastchar - line->buffer);
    size_t cursor = (size_t)(line->cursor - line->buffer);
    cedit_completion answer = editor.callbacks.complete(
        editor.callbacks.context, line->buffer, length, cursor);
    unsigned char code = CC_ERROR;
    if (answer.insert != NULL) {
        if (answer.erase > 0) el_deletestr(el, (int)answer.erase);
        if (*answer.insert != 0) el_insertstr(el, answer.insert);
        code = CC_REFRESH;
    }
    if (answer.listing != NULL) {
        move_below_line();
        fprintf(stdout, "\r\n%s", answer.listing);
        // CC_REDISPLAY would clear as many rows above as the line has, and with them the listing.
        el_set(el, EL_REFRESH);
        code = CC_NORM;
    }
    free(answer.insert);
    free(answer.listing);
    return code;
}

/// Enter: runs what is finished, otherwise goes on in a new line of the same entry.
static unsigned char on_enter(EditLine *el, int key) {
    (void)key;
    switch (update_prompt()) {
    case CEDIT_FINISHED: {
        // libedit's own Enter goes below the line first, which no function that it exports does.
        static const wchar_t accept[] = {KEY_ACCEPT, 0};
        el_wpush(el, accept);
        return CC_NORM;
    }
    case CEDIT_GOES_ON: el_winsertstr(el, line_break); break;
    case CEDIT_GOES_ON_IN_QUOTES: el_winsertstr(el, L"\n"); break;
    }
    return CC_REFRESH;
}

/// Up and Down move between the lines of an entry, and beyond its first and last in the history.
static unsigned char on_vertical(EditLine *el, bool is_up) {
    const LineInfoW *line = el_wline(el);
    const wchar_t *start = line->cursor;
    while (start > line->buffer && start[-1] != L'\n') start--;
    const wchar_t *target = NULL;
    if (is_up && start > line->buffer) {
        target = start - 1;
        while (target > line->buffer && target[-1] != L'\n') target--;
    } else if (!is_up) {
        target = line->cursor;
        while (target < line->lastchar && *target != L'\n') target++;
        target = target < line->lastchar ? target + 1 : NULL;
    }
    if (target == NULL) {
        const wchar_t keys[] = {is_up ? KEY_OLDER : KEY_NEWER, 0};
        el_wpush(el, keys);
        return CC_NORM;
    }
    for (const wchar_t *at = start; at < line->cursor; at++) {
        if (target == line->lastchar || *target == L'\n') break;
        target++;
    }
    el_cursor(el, (int)(target - line->cursor));
    return CC_CURSOR;
}

static unsigned char on_up(EditLine *el, int key) {
    (void)key;
    return on_vertical(el, true);
}

static unsigned char on_down(EditLine *el, int key) {
    (void)key;
    return on_vertical(el, false);
}

static void bind(const wchar_t *map, wchar_t key, const wchar_t *command) {
    const wchar_t keys[] = {key, 0};
    if (map == NULL) {
        el_wset(editor.line, EL_BIND, keys, command, NULL);
    } else {
        el_wset(editor.line, EL_BIND, map, keys, command, NULL);
    }
}

/// `alternative` is vi's command mode, whose map is another one.
static void bind_keys(bool is_vi) {
    const wchar_t *maps[] = {NULL, L"-a"};
    for (int index = 0; index < (is_vi ? 2 : 1); index++) {
        bind(maps[index], KEY_PASTE, L"cork-paste");
        bind(maps[index], KEY_ACCEPT, L"ed-newline");
        bind(maps[index], KEY_OLDER, L"ed-prev-history");
        bind(maps[index], KEY_NEWER, L"ed-next-history");
        bind(maps[index], L'\r', L"cork-enter");
        bind(maps[index], L'\n', L"cork-enter");
    }
    el_wset(editor.line, EL_BIND, L"\t", L"cork-complete", NULL);
    el_wset(editor.line, EL_BIND, L"^R", L"em-inc-search-prev", NULL);
    // In vi's insert mode an arrow's Escape is a command by itself, and the rest comes in command mode.
    static const wchar_t *const up[] = {L"\\e[A", L"\\eOA"}, *const down[] = {L"\\e[B", L"\\eOB"};
    for (int index = 0; index < 2; index++) {
        if (is_vi) {
            el_wset(editor.line, EL_BIND, L"-a", up[index] + 2, L"cork-up", NULL);
            el_wset(editor.line, EL_BIND, L"-a", down[index] + 2, L"cork-down", NULL);
        } else {
            el_wset(editor.line, EL_BIND, up[index], L"cork-up", NULL);
            el_wset(editor.line, EL_BIND, down[index], L"cork-down", NULL);
        }
    }
}

bool cedit_start(cedit_callbacks callbacks) {
    editor.callbacks = callbacks;
    editor.line = el_init("cork", stdin, stdout, stderr);
    if (editor.line == NULL) return false;
    editor.history = history_init();
    HistEvent event;
    history(editor.history, &event, H_SETSIZE, 100000);
    history(editor.history, &event, H_SETUNIQUE, 1);
    el_set(editor.line, EL_HIST, history, editor.history);
    el_wset(editor.line, EL_PROMPT_ESC, prompt, (wchar_t)1);
    el_set(editor.line, EL_SIGNAL, 0);
    el_set(editor.line, EL_GETCFN, read_character);
    el_set(editor.line, EL_EDITOR, "emacs");
    el_wset(editor.line, EL_ADDFN, L"cork-complete", L"complete names", on_tab);
    el_wset(editor.line, EL_ADDFN, L"cork-paste", L"take a paste whole", take_paste);
    el_wset(editor.line, EL_ADDFN, L"cork-enter", L"run or continue the entry", on_enter);
    el_wset(editor.line, EL_ADDFN, L"cork-up", L"line above or older entry", on_up);
    el_wset(editor.line, EL_ADDFN, L"cork-down", L"line below or newer entry", on_down);
    bind_keys(false);
    el_source(editor.line, NULL);
    // `bind -v` in .editrc resets the whole map, our keys with it.
    const char *map = NULL;
    bool is_vi = el_get(editor.line, EL_EDITOR, &map) == 0 && map != NULL && strcmp(map, "vi") == 0;
    if (is_vi) bind_keys(true);
    int edits = 1;
    el_get(editor.line, EL_EDITMODE, &edits);
    const char *terminal = getenv("TERM");
    editor.can_paint = edits && terminal != NULL && *terminal != 0 && strcmp(terminal, "dumb") != 0;
    return true;
}

void cedit_set_color(bool uses_color) { editor.uses_color = uses_color; }

cedit_outcome cedit_read(const char **text, size_t *length) {
    set_prompt("", 0);
    begin_keys();
    free(editor.dropped);
    editor.dropped = NULL;
    int count = 0;
    if (editor.can_paint) fputs("\x1b[?2004h", stdout);
    fflush(stdout);
    errno = 0;
    const char *line = el_gets(editor.line, &count);
    int reason = errno;
    if (editor.can_paint) fputs("\x1b[?2004l", stdout);
    fflush(stdout);
    if (line != NULL && count > 0) {
        // Not up to NUL: the buffer may have a stale tail.
        *text = line;
        *length = (size_t)count;
        keep_typed_ahead(strspn(line, " \t\r\n") < (size_t)count);
        return CEDIT_LINE;
    }
    *text = editor.dropped != NULL ? editor.dropped : "";
    *length = strlen(*text);
    return editor.dropped != NULL || reason == EINTR ? CEDIT_INTERRUPTED : CEDIT_END;
}

void cedit_remember(const char *text) {
    HistEvent event;
    history(editor.history, &event, H_ENTER, text);
}

static struct winsize window(void) {
    struct winsize size;
    memset(&size, 0, sizeof size);
    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
    return size;
}

int cedit_columns(void) { return window().ws_col; }
int cedit_rows(void) { return window().ws_row; }

void cedit_stop(void) {
    if (editor.line == NULL) return;
    el_end(editor.line);
    history_end(editor.history);
    free(editor.dropped);
    editor.line = NULL;
    editor.history = NULL;
    editor.dropped = NULL;
}
