// pipe2, strndup
#define _GNU_SOURCE

#include "cedit.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static EditLine *editor;
static History *history_list;
static cedit_complete complete_callback;
static void *complete_context;
static wchar_t prompt_text[512];
static char *kept_line;
static bool uses_vi_keys;

// The handlers only set flags and write to pipes. `wake` ends the editor's poll whichever thread the
// signal landed on; `interrupt` belongs to whoever cancels commands.
static volatile sig_atomic_t interrupted, resized, continued;
static int wake[2] = {-1, -1};
static int interrupt[2] = {-1, -1};

static void on_signal(int number) {
    int saved = errno;
    ssize_t ignored;
    if (number == SIGINT) {
        interrupted = 1;
        ignored = write(interrupt[1], "i", 1);
    } else if (number == SIGWINCH) {
        resized = 1;
    } else {
        continued = 1;
    }
    ignored = write(wake[1], "w", 1);
    (void)ignored;
    errno = saved;
}

static bool open_pipe(int ends[2]) {
    return ends[0] >= 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0;
}

int cedit_install_signals(void) {
    // Without a UTF-8 locale libedit drops every byte over 0x7f without a word.
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
    if (!open_pipe(wake) || !open_pipe(interrupt)) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGWINCH, &action, NULL);
    sigaction(SIGCONT, &action, NULL);
    return interrupt[0];
}

static void drain_wake(void) {
    char bytes[64];
    while (read(wake[0], bytes, sizeof bytes) > 0) {}
}

/// Takes the prompt and the line off the screen, whose width has just changed.
///
/// libedit draws again from wherever the cursor is. Where a line that has been broken anew begins differs
/// between terminals, so that one is left as it is: a piece of it twice is better than an answer erased.
static void clear_line(void) {
    size_t cells = 0;
    bool in_escape = false;
    for (const wchar_t *at = prompt_text; *at != 0; at++) {
        if (*at == 1) {
            in_escape = !in_escape;
        } else if (!in_escape) {
            int width = wcwidth(*at);
            cells += width > 0 ? (size_t)width : 0;
        }
    }
    const LineInfoW *line = el_wline(editor);
    for (const wchar_t *at = line->buffer; at < line->cursor; at++) {
        int width = wcwidth(*at);
        cells += width > 0 ? (size_t)width : 0;
    }
    int columns = cedit_columns();
    size_t rows = columns > 0 ? cells / (size_t)columns : 0;
    fputs(rows > 0 ? "\r\n" : "\r\x1b[J", stdout);
    fflush(stdout);
}

/// One byte from the terminal: 1, 0 at its end, -1 with errno (EINTR after Ctrl-C).
static int read_byte(unsigned char *byte) {
    for (;;) {
        if (interrupted) {
            interrupted = 0;
            errno = EINTR;
            return -1;
        }
        if (resized) {
            resized = 0;
            clear_line();
            el_resize(editor);
            el_set(editor, EL_REFRESH);
        }
        if (continued) {
            // Back from Ctrl-Z: the shell in between has set the terminal its own way.
            continued = 0;
            el_set(editor, EL_PREP_TERM, 0);
            el_set(editor, EL_PREP_TERM, 1);
            el_set(editor, EL_REFRESH);
        }
        struct pollfd files[2] = {{STDIN_FILENO, POLLIN, 0}, {wake[0], POLLIN, 0}};
        if (poll(files, 2, -1) < 0 && errno != EINTR) return -1;
        if (files[1].revents & POLLIN) {
            drain_wake();
            continue;
        }
        if (files[0].revents == 0) continue;
        ssize_t count = read(STDIN_FILENO, byte, 1);
        if (count >= 0) {
            errno = 0;
            return (int)count;
        }
        if (errno != EINTR && errno != EAGAIN) return -1;
    }
}

/// libedit's own reader gives up the line at every signal; this one does so for SIGINT only.
static int read_character(EditLine *el, wchar_t *out) {
    mbstate_t state;
    memset(&state, 0, sizeof state);
    for (;;) {
        unsigned char byte;
        int count = read_byte(&byte);
        if (count < 0) {
            const LineInfo *line = el_line(el);
            free(kept_line);
            kept_line = strndup(line->buffer, (size_t)(line->lastchar - line->buffer));
            errno = EINTR;
            return -1;
        }
        if (count == 0) return 0;
        size_t used = mbrtowc(out, (const char *)&byte, 1, &state);
        if (used == (size_t)-2) continue;
        if (used == (size_t)-1) {
            // A stray byte: start over rather than pass half a character on.
            memset(&state, 0, sizeof state);
            continue;
        }
        return 1;
    }
}

static wchar_t *prompt(EditLine *el) {
    (void)el;
    return prompt_text;
}

static unsigned char on_tab(EditLine *el, int key) {
    (void)key;
    const LineInfo *line = el_line(el);
    size_t length = (size_t)(line->lastchar - line->buffer);
    size_t cursor = (size_t)(line->cursor - line->buffer);
    cedit_completion answer = complete_callback(complete_context, line->buffer, length, cursor);
    unsigned char code = CC_ERROR;
    if (answer.insert != NULL) {
        if (answer.erase > 0) el_deletestr(el, (int)answer.erase);
        if (*answer.insert != 0) el_insertstr(el, answer.insert);
        code = CC_REFRESH;
    }
    if (answer.listing != NULL) {
        fprintf(stdout, "\n%s", answer.listing);
        fflush(stdout);
        code = CC_REDISPLAY;
    }
    free(answer.insert);
    free(answer.listing);
    return code;
}

/// Takes a bracketed paste whole, line ends included, so that pasted text neither runs nor completes.
static unsigned char on_paste(EditLine *el, int key) {
    (void)key;
    static const wchar_t end[] = L"\x1b[201~";
    size_t matched = 0;
    wchar_t character;
    while (read_character(el, &character) == 1) {
        if (character == end[matched]) {
            if (end[++matched] == 0) return CC_REFRESH;
            continue;
        }
        for (size_t index = 0; index < matched; index++) {
            wchar_t held[2] = {end[index], 0};
            el_winsertstr(el, held);
        }
        matched = 0;
        wchar_t text[2] = {character == L'\r' ? L'\n' : character, 0};
        el_winsertstr(el, text);
    }
    return CC_REFRESH;
}

static void bind_keys(void) {
    el_wset(editor, EL_BIND, L"\t", L"cork-complete", NULL);
    el_wset(editor, EL_BIND, L"^R", L"em-inc-search-prev", NULL);
    // In vi's insert mode Escape leaves it at once; a sequence that begins with one would hold it back.
    if (!uses_vi_keys) el_wset(editor, EL_BIND, L"\\e[200~", L"cork-paste", NULL);
}

bool cedit_start(cedit_complete complete, void *context) {
    complete_callback = complete;
    complete_context = context;
    editor = el_init("cork", stdin, stdout, stderr);
    if (editor == NULL) return false;
    history_list = history_init();
    HistEvent event;
    history(history_list, &event, H_SETSIZE, 100000);
    history(history_list, &event, H_SETUNIQUE, 1);
    el_set(editor, EL_HIST, history, history_list);
    el_wset(editor, EL_PROMPT_ESC, prompt, (wchar_t)1);
    el_set(editor, EL_SIGNAL, 0);
    el_set(editor, EL_GETCFN, read_character);
    el_set(editor, EL_EDITOR, "emacs");
    el_wset(editor, EL_ADDFN, L"cork-complete", L"complete names", on_tab);
    el_wset(editor, EL_ADDFN, L"cork-paste", L"take a paste whole", on_paste);
    bind_keys();
    el_source(editor, NULL);
    // `bind -v` in .editrc resets the whole map, our keys with it.
    const char *map = NULL;
    uses_vi_keys = el_get(editor, EL_EDITOR, &map) == 0 && map != NULL && strcmp(map, "vi") == 0;
    if (uses_vi_keys) bind_keys();
    return true;
}

cedit_outcome cedit_read(const char *text_of_prompt, const char **text, size_t *length) {
    size_t capacity = sizeof prompt_text / sizeof prompt_text[0];
    if (mbstowcs(prompt_text, text_of_prompt, capacity - 1) == (size_t)-1) prompt_text[0] = 0;
    prompt_text[capacity - 1] = 0;
    drain_wake();
    interrupted = 0;
    free(kept_line);
    kept_line = NULL;
    int count = 0;
    if (!uses_vi_keys) fputs("\x1b[?2004h", stdout);
    fflush(stdout);
    errno = 0;
    const char *line = el_gets(editor, &count);
    int reason = errno;
    if (!uses_vi_keys) fputs("\x1b[?2004l", stdout);
    fflush(stdout);
    if (line != NULL && count > 0) {
        // Not up to NUL: the buffer may have a stale tail.
        *text = line;
        *length = (size_t)count;
        return CEDIT_LINE;
    }
    *text = kept_line != NULL ? kept_line : "";
    *length = strlen(*text);
    return kept_line != NULL || reason == EINTR ? CEDIT_INTERRUPTED : CEDIT_END;
}

void cedit_remember(const char *text) {
    HistEvent event;
    history(history_list, &event, H_ENTER, text);
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
    if (editor == NULL) return;
    el_end(editor);
    history_end(history_list);
    free(kept_line);
    editor = NULL;
    history_list = NULL;
    kept_line = NULL;
}
