#ifndef LEADLINE_EDIT_H
#define LEADLINE_EDIT_H

#include <stddef.h>

/// What a completion does: how many characters before the cursor go, the text to insert there, and
/// the text to show below the line.
///
/// The texts are from `malloc`, or NULL for nothing; the editor frees them.
struct edit_completion {
    int deletion;
    char *insertion;
    char *listing;
};

/// Completes a line whose first `cursor` bytes stand before the cursor.
typedef struct edit_completion (*edit_completer)(void *context, const char *line, size_t cursor);

/// How reading a line ended.
enum edit_end { EDIT_LINE, EDIT_INTERRUPT, EDIT_END };

/// A line editor on the terminal.
struct edit;

/// Makes an editor, or answers NULL.
struct edit *edit_open(const char *name, edit_completer completer, void *context);

/// Frees an editor and leaves the terminal as it was.
void edit_close(struct edit *edit);

/// Reads a line; what stands between bytes 1 in the prompt takes no columns.
///
/// The line is without its end and stays valid until the next call; it is NULL unless the end is
/// EDIT_LINE. EDIT_INTERRUPT leaves in `length` how many bytes were being typed.
const char *edit_line(
    struct edit *edit, const char *prompt, enum edit_end *end, size_t *length);

/// Adds a line to those that the arrow keys and Ctrl-R find.
void edit_remember(struct edit *edit, const char *line);

/// Has SIGINT and SIGWINCH write a byte each into a pipe, and answers where to read them.
///
/// The bytes are `i` and `w`. Answers -1 when there is no pipe.
int edit_signals(void);

/// The same, and SIGTERM and SIGHUP write a `t`: whoever changed the terminal has to give it back.
int edit_signals_ending(void);

#endif
