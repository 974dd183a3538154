#define _GNU_SOURCE
#include "CEdit.h"

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
#include <unistd.h>
#include <wchar.h>

#define INTERRUPT_KEY 3
#define REMEMBERED_MAX 1000

struct edit {
    EditLine *line;
    History *history;
    edit_completer completer;
    void *context;
    const char *prompt;
    char *text;
    int is_interrupted;
    size_t length;
    mbstate_t state;
};

static int signal_pipe[2] = {-1, -1};

static void tell(int number) {
    int before = errno;
    char byte = number == SIGWINCH ? 'w' : number == SIGINT ? 'i' : 't';
    // A full pipe has something to tell already.
    ssize_t count = write(signal_pipe[1], &byte, 1);
    (void)count;
    errno = before;
}

int edit_signals(void) {
    if (signal_pipe[0] >= 0) return signal_pipe[0];
    if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = tell;
    action.sa_flags = SA_RESTART;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGWINCH, &action, NULL);
    return signal_pipe[0];
}

int edit_signals_ending(void) {
    int pipe = edit_signals();
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = tell;
    action.sa_flags = SA_RESTART;
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    return pipe;
}

static struct edit *owner(EditLine *line) {
    void *edit = NULL;
    el_get(line, EL_CLIENTDATA, &edit);
    return edit;
}

static char *prompt(EditLine *line) {
    return (char *)owner(line)->prompt;
}

/// Waits for a byte; 1 when one can be read, 2 after an interrupt, 0 at the end.
static int await_byte(EditLine *line) {
    struct pollfd files[2] = {{STDIN_FILENO, POLLIN, 0}, {signal_pipe[0], POLLIN, 0}};
    for (;;) {
        if (poll(files, signal_pipe[0] < 0 ? 1 : 2, -1) < 0) {
            if (errno == EINTR) continue;
            return 0;
        }
        if (files[1].revents & POLLIN) {
            char byte;
            if (read(signal_pipe[0], &byte, 1) != 1) continue;
            if (byte == 'i') return 2;
            el_resize(line);
            continue;
        }
        if (files[0].revents) return 1;
    }
}

/// Reads one character in the locale's encoding.
static int read_character(EditLine *line, wchar_t *character) {
    struct edit *edit = owner(line);
    for (;;) {
        int what = await_byte(line);
        if (what == 0) return 0;
        if (what == 2) {
            *character = INTERRUPT_KEY;
            return 1;
        }
        char byte;
        ssize_t count = read(STDIN_FILENO, &byte, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return 0;
        size_t used = mbrtowc(character, &byte, 1, &edit->state);
        if (used == (size_t)-2) continue;
        if (used == (size_t)-1) {
            memset(&edit->state, 0, sizeof edit->state);
            *character = L'?';
        } else if (used == 0) {
            *character = L'\0';
        }
        return 1;
    }
}

static unsigned char interrupt(EditLine *line, int key) {
    (void)key;
    struct edit *edit = owner(line);
    const LineInfo *info = el_line(line);
    edit->is_interrupted = 1;
    edit->length = (size_t)(info->lastchar - info->buffer);
    return CC_EOF;
}

static unsigned char complete(EditLine *line, int key) {
    (void)key;
    struct edit *edit = owner(line);
    const LineInfo *info = el_line(line);
    size_t length = (size_t)(info->lastchar - info->buffer);
    size_t cursor = (size_t)(info->cursor - info->buffer);
    char *text = strndup(info->buffer, length);
    if (text == NULL) return CC_ERROR;
    struct edit_completion completion = edit->completer(edit->context, text, cursor);
    free(text);
    unsigned char result = CC_REFRESH_BEEP;
    if (completion.deletion > 0) el_deletestr(line, completion.deletion);
    if (completion.insertion != NULL && completion.insertion[0] != 0) {
        result = el_insertstr(line, completion.insertion) == 0 ? CC_REFRESH : CC_ERROR;
    }
    if (completion.listing != NULL && completion.listing[0] != 0) {
        fputs("\n", stdout);
        fputs(completion.listing, stdout);
        fflush(stdout);
        result = CC_REDISPLAY;
    }
    free(completion.insertion);
    free(completion.listing);
    return result;
}

/// Under the C locale libedit drops what is not ASCII.
static void choose_locale(void) {
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

static void bind_keys(EditLine *line) {
    static const char *const keys[][2] = {
        {"^I", "leadline-complete"},      {"^C", "leadline-interrupt"},
        {"^R", "em-inc-search-prev"},     {"\\e[3~", "ed-delete-next-char"},
        {"\\e[H", "ed-move-to-beg"},      {"\\e[F", "ed-move-to-end"},
        {"\\e[1~", "ed-move-to-beg"},     {"\\e[4~", "ed-move-to-end"},
        {"\\e[1;5C", "em-next-word"},     {"\\e[1;5D", "ed-prev-word"},
    };
    el_set(line, EL_EDITOR, "emacs");
    el_set(line, EL_ADDFN, "leadline-complete", "Complete the word", complete);
    el_set(line, EL_ADDFN, "leadline-interrupt", "Give the line up", interrupt);
    for (size_t index = 0; index < sizeof keys / sizeof keys[0]; index++) {
        el_set(line, EL_BIND, keys[index][0], keys[index][1], NULL);
    }
}

struct edit *edit_open(const char *name, edit_completer completer, void *context) {
    struct edit *edit = calloc(1, sizeof *edit);
    if (edit == NULL) return NULL;
    choose_locale();
    edit->completer = completer;
    edit->context = context;
    edit->prompt = "";
    edit->line = el_init(name, stdin, stdout, stderr);
    edit->history = history_init();
    if (edit->line == NULL || edit->history == NULL) {
        edit_close(edit);
        return NULL;
    }
    HistEvent event;
    history(edit->history, &event, H_SETSIZE, REMEMBERED_MAX);
    history(edit->history, &event, H_SETUNIQUE, 1);
    el_set(edit->line, EL_CLIENTDATA, edit);
    el_set(edit->line, EL_PROMPT_ESC, prompt, '\1');
    el_set(edit->line, EL_HIST, history, edit->history);
    el_wset(edit->line, EL_GETCFN, read_character);
    bind_keys(edit->line);
    el_source(edit->line, NULL);
    return edit;
}

void edit_close(struct edit *edit) {
    if (edit->line != NULL) el_end(edit->line);
    if (edit->history != NULL) history_end(edit->history);
    free(edit->text);
    free(edit);
}

const char *edit_line(
    struct edit *edit, const char *prompt, enum edit_end *end, size_t *length) {
    edit->prompt = prompt;
    edit->is_interrupted = 0;
    edit->length = 0;
    int count = 0;
    const char *text = el_gets(edit->line, &count);
    *end = edit->is_interrupted ? EDIT_INTERRUPT : EDIT_END;
    *length = edit->length;
    if (edit->is_interrupted || text == NULL || count <= 0) return NULL;
    free(edit->text);
    edit->text = strndup(text, strcspn(text, "\n"));
    *end = EDIT_LINE;
    return edit->text;
}

void edit_remember(struct edit *edit, const char *line) {
    HistEvent event;
    history(edit->history, &event, H_ENTER, line);
}
