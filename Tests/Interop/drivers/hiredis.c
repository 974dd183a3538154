// The common scenario with hiredis: blocking calls, and its asynchronous contexts over poll.

#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { textBytes = 512, noteBytesMax = 65536, pollSteps = 50, pollMilliseconds = 100 };

static const char *host, *tag;
static int port;
static redisContext *mainContext;
static char failure[textBytes];

// Each feature ends with true, or with false and what was found instead.
static bool fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure, sizeof failure, format, arguments);
    va_end(arguments);
    for (char *c = failure; *c; c++)
        if (*c == '\r' || *c == '\n') *c = ' ';
    return false;
}

#define EXPECT(holds) \
    if (!(holds)) return fail("%s does not hold, line %d", #holds, __LINE__)

static redisReply *ask(redisContext *context, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    redisReply *reply = redisvCommand(context, format, arguments);
    va_end(arguments);
    return reply;
}

static bool isText(const redisReply *reply, const char *text) {
    return reply && reply->type == REDIS_REPLY_STRING && !strcmp(reply->str, text);
}

static bool isStatus(const redisReply *reply, const char *text) {
    return reply && reply->type == REDIS_REPLY_STATUS && !strcmp(reply->str, text);
}

static bool isError(const redisReply *reply, const char *code) {
    return reply && reply->type == REDIS_REPLY_ERROR && !strncmp(reply->str, code, strlen(code));
}

// The value of a map's key; RESP2 sends keys and values in turn.
static redisReply *valueOf(const redisReply *map, const char *key) {
    if (!map || map->type != REDIS_REPLY_ARRAY) return NULL;
    for (size_t i = 0; i + 1 < map->elements; i += 2)
        if (isText(map->element[i], key)) return map->element[i + 1];
    return NULL;
}

// Registers the lead of that name; its id stays valid until the next call.
static const char *leadOf(const char *name, const char *more) {
    static char id[32], line[textBytes];
    snprintf(line, sizeof line, "LEAD.NEW EMAIL %s@%s-%s.example %s", name, name, tag, more);
    redisReply *reply = ask(mainContext, line);
    if (!reply || reply->type != REDIS_REPLY_STRING || reply->str[0] != 'L') return "no id";
    snprintf(id, sizeof id, "%s", reply->str);
    freeReplyObject(reply);
    return id;
}

static bool seeConnect(void) {
    mainContext = redisConnect(host, port);
    if (!mainContext || mainContext->err) return fail("no connection");
    return true;
}

static bool seePing(void) {
    EXPECT(isStatus(ask(mainContext, "PING"), "PONG"));
    return true;
}

static bool seeEchoBinary(void) {
    char all[256];
    for (int i = 0; i < 256; i++) all[i] = (char)i;
    redisReply *reply = ask(mainContext, "ECHO %b", all, sizeof all);
    EXPECT(reply && reply->len == sizeof all && !memcmp(reply->str, all, sizeof all));
    return true;
}

static bool seeLeadNew(void) {
    EXPECT(leadOf("new", "SERVICE payroll")[0] == 'L');
    return true;
}

static bool seeLeadGet(void) {
    redisReply *made = ask(
        mainContext, "LEAD.NEW EMAIL get@get-%s.example NAME %s", tag, "Ann Lee");
    redisReply *lead = ask(mainContext, "LEAD.GET %s", made->str);
    EXPECT(isText(valueOf(lead, "id"), made->str) && isText(valueOf(lead, "status"), "new"));
    EXPECT(isText(valueOf(lead, "name"), "Ann Lee"));
    EXPECT(valueOf(lead, "version")->type == REDIS_REPLY_INTEGER);
    EXPECT(valueOf(lead, "version")->integer == 1);
    EXPECT(valueOf(lead, "zip")->type == REDIS_REPLY_NIL);
    return true;
}

static bool seeErrorTyped(void) {
    EXPECT(isError(ask(mainContext, "LEAD.GET L999999"), "NOTFOUND "));
    return true;
}

static bool seeNull(void) {
    redisReply *reply = ask(mainContext, "TERRITORY.GET 00501");
    EXPECT(reply && reply->type == REDIS_REPLY_NIL);
    return true;
}

static bool seeUnicode(void) {
    const char *name = "Zoë 日本 😀 שלום";
    redisReply *made = ask(
        mainContext, "LEAD.NEW EMAIL unicode@unicode-%s.example NAME %s", tag, name);
    EXPECT(isText(valueOf(ask(mainContext, "LEAD.GET %s", made->str), "name"), name));
    return true;
}

static bool seePage(void) {
    char made[10][32], name[32], service[textBytes];
    snprintf(service, sizeof service, "SERVICE page-%s", tag);
    for (int i = 0; i < 10; i++) {
        snprintf(name, sizeof name, "page%d", i);
        strcpy(made[i], leadOf(name, service));
    }
    int found = 0;
    char after[textBytes] = "";
    while (true) {
        char line[3 * textBytes];
        snprintf(line, sizeof line, "LEAD.LIST %s LIMIT 3%s", service, after);
        redisReply *page = ask(mainContext, line);
        EXPECT(page && page->type == REDIS_REPLY_ARRAY && page->elements == 2);
        redisReply *rows = page->element[1];
        for (size_t i = 0; i < rows->elements; i++, found++) {
            EXPECT(found < 10);
            EXPECT(isText(valueOf(rows->element[i], "id"), made[9 - found]));
        }
        if (page->element[0]->type == REDIS_REPLY_NIL) break;
        snprintf(after, sizeof after, " AFTER %s", page->element[0]->str);
    }
    EXPECT(found == 10);
    return true;
}

static bool seePipeline(void) {
    for (int i = 0; i < 100; i++) redisAppendCommand(mainContext, "ECHO %d", i);
    for (int i = 0; i < 100; i++) {
        redisReply *reply = NULL;
        EXPECT(redisGetReply(mainContext, (void **)&reply) == REDIS_OK);
        EXPECT(reply->type == REDIS_REPLY_STRING && atoi(reply->str) == i);
    }
    return true;
}

// EXEC's reply, after the replies to MULTI and to what was queued.
static redisReply *executed(int queued) {
    redisReply *reply = NULL;
    redisAppendCommand(mainContext, "EXEC");
    for (int i = 0; i < queued + 2; i++)
        if (redisGetReply(mainContext, (void **)&reply) != REDIS_OK) return NULL;
    return reply;
}

static bool seeTransaction(void) {
    redisAppendCommand(mainContext, "MULTI");
    redisAppendCommand(mainContext, "LEAD.NEW EMAIL tx@tx-%s.example", tag);
    redisAppendCommand(mainContext, "NOTE $1 first");
    redisReply *replies = executed(2);
    EXPECT(replies && replies->type == REDIS_REPLY_ARRAY && replies->elements == 2);
    EXPECT(isStatus(replies->element[1], "OK"));
    redisReply *notes = ask(mainContext, "NOTE %s", replies->element[0]->str);
    EXPECT(isText(valueOf(notes->element[1]->element[0], "text"), "first"));
    return true;
}

static bool seeTransactionAbort(void) {
    const char *there = leadOf("there", "");
    const char *names[] = {"a", "there", "b"};
    redisAppendCommand(mainContext, "MULTI");
    for (int i = 0; i < 3; i++)
        redisAppendCommand(
            mainContext, "LEAD.NEW EMAIL %s@%s-%s.example", names[i], names[i], tag);
    redisReply *replies = executed(3);
    EXPECT(replies && replies->type == REDIS_REPLY_ARRAY && replies->elements == 3);
    EXPECT(isError(replies->element[0], "ABORTED ") && isError(replies->element[2], "ABORTED "));
    EXPECT(isError(replies->element[1], "EXISTS ") && strstr(replies->element[1]->str, there));
    EXPECT(leadOf("a", "")[0] == 'L');
    return true;
}

static bool seeIdemRetry(void) {
    const char *line = "LEAD.NEW EMAIL idem@idem-%s.example IDEM key-%s";
    redisReply *first = ask(mainContext, line, tag, tag);
    redisContext *other = redisConnect(host, port);
    redisReply *again = ask(other, line, tag, tag);
    redisFree(other);
    EXPECT(isText(again, first->str));
    EXPECT(isError(ask(mainContext, "LEAD.NEW EMAIL idem@idem-%s.example", tag), "EXISTS "));
    return true;
}

// What an asynchronous context wants to be told, and what it has got so far.
typedef struct Listener {
    redisAsyncContext *context;
    bool wantsRead, wantsWrite;
    int subscriptions, messages;
    char last[4][2048];
    bool echoed;
} Listener;

static void addRead(void *listener) { ((Listener *)listener)->wantsRead = true; }
static void delRead(void *listener) { ((Listener *)listener)->wantsRead = false; }
static void addWrite(void *listener) { ((Listener *)listener)->wantsWrite = true; }
static void delWrite(void *listener) { ((Listener *)listener)->wantsWrite = false; }

static Listener *listening(void) {
    Listener *listener = calloc(1, sizeof *listener);
    redisAsyncContext *context = redisAsyncConnect(host, port);
    listener->context = context;
    context->ev.data = listener;
    context->ev.addRead = addRead;
    context->ev.delRead = delRead;
    context->ev.addWrite = addWrite;
    context->ev.delWrite = delWrite;
    addWrite(listener);
    return listener;
}

// Runs the context until the counter has that value, or five seconds have gone.
static bool comes(Listener *listener, const int *counter, int value) {
    for (int step = 0; step < pollSteps && *counter != value; step++) {
        struct pollfd poller = {.fd = listener->context->c.fd};
        poller.events = (listener->wantsRead ? POLLIN : 0) | (listener->wantsWrite ? POLLOUT : 0);
        poll(&poller, 1, pollMilliseconds);
        if (poller.revents & POLLOUT) redisAsyncHandleWrite(listener->context);
        if (poller.revents & (POLLIN | POLLHUP)) redisAsyncHandleRead(listener->context);
    }
    return *counter == value;
}

static void heard(redisAsyncContext *context, void *data, void *own) {
    Listener *listener = own;
    redisReply *reply = data;
    (void)context;
    if (!reply || reply->type != REDIS_REPLY_ARRAY || reply->elements > 4) return;
    for (size_t i = 0; i < reply->elements; i++)
        snprintf(
            listener->last[i], sizeof listener->last[i], "%s",
            reply->element[i]->str ? reply->element[i]->str : "");
    if (strstr(listener->last[0], "subscribe"))
        listener->subscriptions = (int)reply->element[2]->integer;
    else
        listener->messages++;
}

static bool isCreation(const char *payload, const char *id) {
    char subject[64];
    snprintf(subject, sizeof subject, "\"subject\":\"%s\"", id);
    return strstr(payload, "\"type\":\"lead.created\"") && strstr(payload, subject);
}

static bool seeSubscribe(void) {
    Listener *listener = listening();
    redisAsyncCommand(listener->context, heard, listener, "SUBSCRIBE lead.created");
    EXPECT(comes(listener, &listener->subscriptions, 1));
    const char *id = leadOf("subscribe", "");
    EXPECT(comes(listener, &listener->messages, 1));
    EXPECT(!strcmp(listener->last[0], "message") && !strcmp(listener->last[1], "lead.created"));
    EXPECT(isCreation(listener->last[2], id));
    redisAsyncFree(listener->context);
    return true;
}

static bool seePsubscribe(void) {
    Listener *listener = listening();
    redisAsyncCommand(listener->context, heard, listener, "PSUBSCRIBE lead.*");
    EXPECT(comes(listener, &listener->subscriptions, 1));
    const char *id = leadOf("psubscribe", "");
    EXPECT(comes(listener, &listener->messages, 1));
    EXPECT(!strcmp(listener->last[0], "pmessage") && !strcmp(listener->last[1], "lead.*"));
    EXPECT(!strcmp(listener->last[2], "lead.created") && isCreation(listener->last[3], id));
    redisAsyncFree(listener->context);
    return true;
}

static long long subscriptionsAfter(redisContext *context, const char *line) {
    redisReply *reply = ask(context, line);
    return reply && reply->type == REDIS_REPLY_ARRAY ? reply->element[2]->integer : -1;
}

static bool seeUnsubscribe(void) {
    // The blocking context: hiredis 0.14 takes an asynchronous one down with its subscriptions.
    redisContext *context = redisConnect(host, port);
    EXPECT(subscriptionsAfter(context, "SUBSCRIBE lead.created") == 1);
    EXPECT(subscriptionsAfter(context, "PSUBSCRIBE lead.*") == 2);
    EXPECT(subscriptionsAfter(context, "UNSUBSCRIBE") == 1);
    EXPECT(subscriptionsAfter(context, "PUNSUBSCRIBE") == 0);
    EXPECT(isText(ask(context, "ECHO after"), "after"));
    redisFree(context);
    return true;
}

static bool seeClientName(void) {
    EXPECT(isStatus(ask(mainContext, "CLIENT SETNAME %s", tag), "OK"));
    EXPECT(isText(ask(mainContext, "CLIENT GETNAME"), tag));
    EXPECT(isError(ask(mainContext, "CLIENT SETNAME %s", "a b"), ""));
    return true;
}

static bool seeClientList(void) {
    char name[textBytes];
    snprintf(name, sizeof name, " name=%s ", tag);
    redisReply *reply = ask(mainContext, "CLIENT LIST");
    if (!reply->str || !strstr(reply->str, name)) return fail("found %s", reply->str);
    return true;
}

static bool seeInfo(void) {
    redisReply *reply = ask(mainContext, "INFO");
    EXPECT(reply && reply->type == REDIS_REPLY_STRING);
    EXPECT(strstr(reply->str, "\r\nredis_version:") && strstr(reply->str, "\r\nrole:master\r\n"));
    EXPECT(strstr(reply->str, "\r\nloading:0\r\n"));
    return true;
}

static bool seeConfigGet(void) {
    redisReply *value = valueOf(ask(mainContext, "CONFIG GET maxclients"), "maxclients");
    EXPECT(value && atoi(value->str) > 0);
    EXPECT(ask(mainContext, "CONFIG GET nosuch*")->elements == 0);
    return true;
}

static bool seeSlowlog(void) {
    EXPECT(isStatus(ask(mainContext, "CONFIG SET slowlog-log-slower-than 0"), "OK"));
    ask(mainContext, "ECHO %s", tag);
    ask(mainContext, "CONFIG SET slowlog-log-slower-than 10000");
    redisReply *entries = ask(mainContext, "SLOWLOG GET");
    EXPECT(entries && entries->type == REDIS_REPLY_ARRAY);
    EXPECT(ask(mainContext, "SLOWLOG LEN")->integer >= 1);
    for (size_t i = 0; i < entries->elements; i++) {
        redisReply *words = entries->element[i]->element[3];
        if (words->elements == 2 && isText(words->element[1], tag)) return true;
    }
    return fail("the ECHO is not among %zu entries", entries->elements);
}

static bool seeCommandDocs(void) {
    redisReply *docs = ask(mainContext, "COMMAND DOCS");
    EXPECT(docs && docs->type == REDIS_REPLY_ARRAY);
    EXPECT(ask(mainContext, "COMMAND COUNT")->integer == (long long)docs->elements / 2);
    redisReply *lead = valueOf(ask(mainContext, "COMMAND DOCS LEAD.NEW"), "lead.new");
    EXPECT(valueOf(lead, "summary"));
    return true;
}

static void watched(redisAsyncContext *context, void *data, void *own) {
    Listener *listener = own;
    redisReply *reply = data;
    (void)context;
    if (!reply || reply->type != REDIS_REPLY_STATUS) return;
    snprintf(listener->last[0], sizeof listener->last[0], "%s", reply->str);
    listener->subscriptions |= isStatus(reply, "OK");
    listener->messages |= strstr(reply->str, "\"ECHO\"") && strstr(reply->str, tag);
}

static bool seeMonitor(void) {
    Listener *listener = listening();
    redisAsyncCommand(listener->context, watched, listener, "MONITOR");
    EXPECT(comes(listener, &listener->subscriptions, 1));
    ask(mainContext, "ECHO %s", tag);
    EXPECT(comes(listener, &listener->messages, 1));
    EXPECT(strstr(listener->last[0], " [0 127.0.0.1:"));
    redisAsyncFree(listener->context);
    return true;
}

static bool seeClientKill(void) {
    redisContext *victim = redisConnect(host, port);
    long long id = ask(victim, "CLIENT ID")->integer;
    EXPECT(ask(mainContext, "CLIENT KILL ID %lld", id)->integer == 1);
    EXPECT(!ask(victim, "PING") && victim->err == REDIS_ERR_EOF);
    EXPECT(redisReconnect(victim) == REDIS_OK);
    EXPECT(ask(victim, "CLIENT ID")->integer > id);
    redisFree(victim);
    return true;
}

static bool seeEventsBlock(void) {
    long long seq = valueOf(ask(mainContext, "AUDIT.HEAD"), "seq")->integer;
    redisContext *waiter = redisConnect(host, port);
    redisReply *reply = NULL;
    int isSent = 0;
    redisAppendCommand(waiter, "EVENTS AFTER %lld TYPE lead.created BLOCK 0", seq);
    while (!isSent) redisBufferWrite(waiter, &isSent);
    const char *id = leadOf("block", "");
    EXPECT(redisGetReply(waiter, (void **)&reply) == REDIS_OK);
    EXPECT(isText(valueOf(reply->element[1]->element[0], "subject"), id));
    redisFree(waiter);
    return true;
}

static bool seeLargeValue(void) {
    static char note[noteBytesMax + 2];
    const char *id = leadOf("large", "");
    memset(note, 'x', noteBytesMax + 1);
    EXPECT(isStatus(ask(mainContext, "NOTE %s %b", id, note, (size_t)noteBytesMax), "OK"));
    redisReply *page = ask(mainContext, "NOTE %s", id);
    redisReply *text = valueOf(page->element[1]->element[0], "text");
    EXPECT(text && text->len == noteBytesMax && !memcmp(text->str, note, noteBytesMax));
    EXPECT(isError(ask(mainContext, "NOTE %s %s", id, note), "LIMIT "));
    return true;
}

static bool seeReset(void) {
    redisContext *context = redisConnect(host, port);
    EXPECT(isStatus(ask(context, "RESET"), "RESET"));
    EXPECT(isText(ask(context, "ECHO after"), "after"));
    redisFree(context);
    return true;
}

static bool seeQuit(void) {
    EXPECT(isStatus(ask(mainContext, "QUIT"), "OK"));
    EXPECT(!ask(mainContext, "PING") && mainContext->err == REDIS_ERR_EOF);
    redisFree(mainContext);
    return true;
}

static const struct {
    const char *name;
    bool (*see)(void);
} features[] = {
    {"connect", seeConnect}, {"ping", seePing}, {"echo-binary", seeEchoBinary},
    {"lead-new", seeLeadNew}, {"lead-get", seeLeadGet}, {"error-typed", seeErrorTyped},
    {"null", seeNull}, {"unicode", seeUnicode}, {"page", seePage}, {"pipeline", seePipeline},
    {"transaction", seeTransaction}, {"transaction-abort", seeTransactionAbort},
    {"idem-retry", seeIdemRetry}, {"subscribe", seeSubscribe}, {"psubscribe", seePsubscribe},
    {"unsubscribe", seeUnsubscribe}, {"client-name", seeClientName},
    {"client-list", seeClientList}, {"info", seeInfo}, {"config-get", seeConfigGet},
    {"slowlog", seeSlowlog}, {"command-docs", seeCommandDocs}, {"monitor", seeMonitor},
    {"client-kill", seeClientKill}, {"events-block", seeEventsBlock},
    {"large-value", seeLargeValue}, {"reset", seeReset}, {"quit", seeQuit},
};

int main(int count, char **arguments) {
    if (count != 4) return 64;
    host = arguments[1];
    port = atoi(arguments[2]);
    tag = arguments[3];
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("version %d.%d.%d\n", HIREDIS_MAJOR, HIREDIS_MINOR, HIREDIS_PATCH);
    for (size_t i = 0; i < sizeof features / sizeof features[0]; i++) {
        bool holds = features[i].see();
        printf("%s %s %s\n", holds ? "ok" : "no", features[i].name, holds ? "" : failure);
    }
    return 0;
}
