#include "editor.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <unistd.h>

volatile sig_atomic_t was_interrupted, was_resized, was_continued, termination;
int signal_pipe[2] = {-1, -1};

/// Belongs to whoever cancels commands.
static int interrupt_pipe[2] = {-1, -1};
static bool is_utf8;

static void on_signal(int number) {
    int saved = errno;
    ssize_t ignored;
    switch (number) {
    case SIGINT: was_interrupted = 1; break;
    case SIGWINCH: was_resized = 1; break;
    case SIGCONT: was_continued = 1; break;
    default: termination = number;
    }
    if (number == SIGINT || termination != 0) ignored = write(interrupt_pipe[1], "i", 1);
    ignored = write(signal_pipe[1], "s", 1);
    (void)ignored;
    errno = saved;
}

static bool open_pipe(int ends[2]) {
    return ends[0] >= 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0;
}

static void handle(int number) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

int cedit_install_signals(void) {
    (void)cedit_locale_is_utf8();
    if (!open_pipe(signal_pipe) || !open_pipe(interrupt_pipe)) return -1;
    handle(SIGINT);
    handle(SIGWINCH);
    handle(SIGCONT);
    static const int endings[] = {SIGTERM, SIGHUP};
    for (size_t index = 0; index < 2; index++) {
        // Under nohup SIGHUP is ignored, and stays so.
        struct sigaction present;
        if (sigaction(endings[index], NULL, &present) == 0 && present.sa_handler != SIG_IGN) {
            handle(endings[index]);
        }
    }
    return interrupt_pipe[0];
}

bool cedit_locale_is_utf8(void) {
    static bool is_known;
    if (!is_known) {
        setlocale(LC_CTYPE, "");
        is_utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
        // Without a UTF-8 locale libedit drops every byte over 0x7f without a word.
        if (!is_utf8) setlocale(LC_CTYPE, "C.UTF-8");
        is_known = true;
    }
    return is_utf8;
}

int cedit_termination(void) { return termination; }

void cedit_end_if_terminated(void) {
    if (termination == 0) return;
    signal(termination, SIG_DFL);
    raise(termination);
}

void drain_signal_pipe(void) {
    char bytes[64];
    while (read(signal_pipe[0], bytes, sizeof bytes) > 0) {}
}
