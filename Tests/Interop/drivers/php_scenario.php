<?php
// The scenario for PHP's libraries: what is asked and what must come back.

declare(strict_types=1);
error_reporting(E_ALL);
set_error_handler(fn ($level, $text) => throw new ErrorException($text));

define('HOST', $argv[1]);
define('PORT', (int) $argv[2]);
define('TAG', $argv[3]);

// How a library is asked.
interface Library
{
    public function call(string ...$words): mixed;
    public function ping(): string;
    public function batch(bool $isBlock, array $commands): array;
    public function abortTexts(array $replies): array;
    // Subscribes, listens until it is enough, unsubscribes; whether the connection can go on.
    public function listen(string $kind, string $name, Closure $isEnough): bool;
    public function info(): array;
    public function clientNames(): array;
    public function configGet(string $pattern): array;
    public function slowlog(): array;
    public function monitor(): ?Closure;
    public function close(): bool;
}

function demand(bool $holds, mixed $found = null): void
{
    if (!$holds) {
        throw new Exception('found ' . json_encode($found));
    }
}

function mapOf(array $flat): array
{
    $map = [];
    foreach (array_chunk($flat, 2) as [$key, $value]) {
        $map[$key] = $value;
    }
    return $map;
}

// What is asked of one library.
final class Scenario
{
    public function __construct(private string $library, private string $error)
    {
    }

    public function open(): Library
    {
        return new $this->library();
    }

    private function mail(string $name): string
    {
        return "$name@$name-" . TAG . '.example';
    }

    private function newLead(Library $on, string $name, string ...$words): string
    {
        return $on->call('LEAD.NEW', 'EMAIL', $this->mail($name), ...$words);
    }

    private function lead(Library $on, string $id): array
    {
        return mapOf($on->call('LEAD.GET', $id));
    }

    // Where the next page begins, and the rows.
    private function page(Library $on, string ...$words): array
    {
        [$next, $rows] = $on->call(...$words);
        return [$next, array_map(mapOf(...), $rows)];
    }

    private function refused(Closure $asking): string
    {
        try {
            $asking();
        } catch (Exception $error) {
            demand($error instanceof $this->error, $error::class);
            return $error->getMessage();
        }
        throw new Exception('nothing was refused');
    }

    // What another process does a little later.
    private function beside(Closure $work): Closure
    {
        $child = pcntl_fork();
        if ($child === 0) {
            // The child ends here whatever happens, and closes nothing of its parent's.
            try {
                usleep(200000);
                $work($this->open());
            } finally {
                posix_kill(posix_getpid(), SIGKILL);
            }
        }
        return fn () => pcntl_waitpid($child, $status);
    }

    public function ping(Library $on): void
    {
        demand($on->ping() === 'PONG');
    }

    public function echoBinary(Library $on): void
    {
        $bytes = implode('', array_map(chr(...), range(0, 255))) . "\r\n";
        demand($on->call('ECHO', $bytes) === $bytes);
    }

    public function leadNew(Library $on): void
    {
        $id = $this->newLead($on, 'new', 'NAME', 'Ann Lee', 'SERVICE', 'payroll');
        demand(preg_match('/^L\d+$/', $id) === 1, $id);
    }

    public function leadGet(Library $on): void
    {
        $id = $this->newLead($on, 'get', 'NAME', 'Ann Lee');
        $lead = $this->lead($on, $id);
        $found = [$lead['id'], $lead['status'], $lead['name'], $lead['version']];
        demand($found === [$id, 'new', 'Ann Lee', 1], $found);
    }

    public function errorTyped(Library $on): void
    {
        $said = $this->refused(fn () => $on->call('LEAD.GET', 'L999999'));
        demand(str_starts_with($said, 'NOTFOUND '), $said);
    }

    public function null(Library $on): void
    {
        demand($on->call('TERRITORY.GET', '99999') === null);
    }

    public function unicode(Library $on): void
    {
        $name = 'é 日本 🙂 א';
        $id = $this->newLead($on, 'unicode', 'NAME', $name);
        demand($this->lead($on, $id)['name'] === $name);
    }

    public function page_(Library $on): void
    {
        $service = 'page-' . TAG;
        $make = fn (int $i) => $this->newLead($on, "page$i", 'SERVICE', $service);
        $made = array_map($make, range(0, 9));
        $seen = [];
        $rest = [];
        do {
            [$next, $rows] = $this->page($on, 'LEAD.LIST', 'SERVICE', $service, 'LIMIT', '3', ...$rest);
            demand(count($rows) <= 3, $rows);
            array_push($seen, ...array_column($rows, 'id'));
            $rest = ['AFTER', $next];
        } while ($next !== null && $next !== false);
        demand($seen === array_reverse($made), $seen);
    }

    public function pipeline(Library $on): void
    {
        $numbers = array_map(strval(...), range(0, 99));
        $found = $on->batch(false, array_map(fn ($number) => ['ECHO', $number], $numbers));
        demand($found === $numbers, $found);
    }

    public function transaction(Library $on): void
    {
        [$id, $done] = $on->batch(true, [
            ['LEAD.NEW', 'EMAIL', $this->mail('block')], ['NOTE', '$1', 'from a block']]);
        demand($done === 'OK' || $done === true, $done);
        [, $notes] = $this->page($on, 'NOTE', $id);
        demand(array_column($notes, 'text') === ['from a block'], $notes);
    }

    public function transactionAbort(Library $on): void
    {
        $service = 'abort-' . TAG;
        $there = $this->newLead($on, 'there', 'SERVICE', $service);
        $command = fn ($name) =>
            ['LEAD.NEW', 'EMAIL', $this->mail($name), 'SERVICE', $service];
        $replies = $on->batch(true, array_map($command, ['before', 'there', 'after']));
        $texts = $on->abortTexts($replies);
        demand(str_starts_with($texts[0], 'ABORTED '), $texts);
        demand(count($texts) === 1 || str_starts_with($texts[1], 'EXISTS '), $texts);
        foreach ($texts as $text) {
            demand(str_contains($text, "EXISTS $there "), $texts);
        }
        demand(count($this->page($on, 'LEAD.LIST', 'SERVICE', $service)[1]) === 1);
    }

    public function idemRetry(Library $on): void
    {
        $service = 'idem-' . TAG;
        $words = ['idem', 'SERVICE', $service, 'IDEM', $service];
        $ids = [$this->newLead($on, ...$words), $this->newLead($this->open(), ...$words)];
        demand($ids[0] === $ids[1], $ids);
        demand(count($this->page($on, 'LEAD.LIST', 'SERVICE', $service)[1]) === 1);
    }

    private function hears(
        Library $on, Library $from, string $kind, string $name, string $leadName
    ): bool {
        $done = $this->beside(fn ($other) => $this->newLead($other, $leadName));
        $isEnough = function ($payload, $channel, $pattern) use ($on, $name, $leadName): bool {
            $event = json_decode($payload, true);
            if ($this->lead($on, $event['subject'])['email'] !== $this->mail($leadName)) {
                return false;
            }
            demand([$event['type'], $channel] === ['lead.created', 'lead.created'], $payload);
            demand($pattern === $name, $pattern);
            return true;
        };
        try {
            return $from->listen($kind, $name, $isEnough);
        } finally {
            $done();
        }
    }

    public function subscribe(Library $on): void
    {
        $from = $this->open();
        $this->hears($on, $from, 'subscribe', 'lead.created', 'subscribe');
        $from->close();
    }

    public function psubscribe(Library $on): void
    {
        $from = $this->open();
        $this->hears($on, $from, 'psubscribe', 'lead.*', 'psubscribe');
        $from->close();
    }

    public function unsubscribe(Library $on): ?string
    {
        $channels = ['subscribe' => 'lead.created', 'psubscribe' => 'lead.*'];
        foreach ($channels as $kind => $name) {
            $from = $this->open();
            if (!$this->hears($on, $from, $kind, $name, "un$kind")) {
                return 'its subscribe() ends only with the connection';
            }
            demand($from->call('ECHO', 'free') === 'free');
            $from->close();
        }
        return null;
    }

    public function clientName(Library $on): void
    {
        demand(in_array($on->call('CLIENT', 'SETNAME', 'name-' . TAG), ['OK', true], true));
        demand($on->call('CLIENT', 'GETNAME') === 'name-' . TAG);
        $this->refused(fn () => $on->call('CLIENT', 'SETNAME', 'two words'));
    }

    public function clientList(Library $on): void
    {
        $on->call('CLIENT', 'SETNAME', 'list-' . TAG);
        demand(in_array('list-' . TAG, $on->clientNames(), true), $on->clientNames());
    }

    public function info(Library $on): void
    {
        $info = $on->info();
        demand(preg_match('/^\d+\.\d+\.\d+$/', $info['redis_version']) === 1);
        demand($info['role'] === 'master' && $info['loading'] == '0');
    }

    public function configGet(Library $on): void
    {
        $found = $on->configGet('maxclients');
        demand(($found['maxclients'] ?? 0) > 0, $found);
        demand($on->configGet('nosuch*') === []);
    }

    public function slowlog(Library $on): void
    {
        [$entries, $length] = $on->slowlog();
        demand(is_array($entries) && is_int($length), [$entries, $length]);
    }

    public function commandDocs(Library $on): void
    {
        $docs = mapOf($on->call('COMMAND', 'DOCS'));
        $count = $on->call('COMMAND', 'COUNT');
        demand(count($docs) === $count, [count($docs), $count]);
        demand(strlen(mapOf($docs['lead.new'])['summary']) > 0);
    }

    public function monitor(Library $on): ?string
    {
        $isSeen = $on->monitor();
        if ($isSeen === null) {
            return 'the library has no call for it';
        }
        $on->call('ECHO', 'seen-' . TAG);
        demand($isSeen('"seen-' . TAG . '"'));
        return null;
    }

    public function clientKill(Library $on): void
    {
        $killed = $this->open();
        $id = $killed->call('CLIENT', 'ID');
        $on->call('CLIENT', 'KILL', 'ID', (string) $id);
        try {
            $killed->call('PING');
        } catch (Exception) {
            // Some libraries tell the first command, and connect again for the next.
        }
        $now = $killed->call('CLIENT', 'ID');
        demand($now !== $id, $now);
        $killed->close();
    }

    public function eventsBlock(Library $on): void
    {
        $seq = mapOf($on->call('AUDIT.HEAD'))['seq'];
        $done = $this->beside(fn ($other) => $this->newLead($other, 'block0'));
        [, $rows] = $this->page($on, 'EVENTS', 'AFTER', (string) $seq, 'BLOCK', '0');
        $mails = array_map(fn ($row) => $this->lead($on, $row['subject'])['email'], $rows);
        demand(in_array($this->mail('block0'), $mails, true), $mails);
        $done();
    }

    public function largeValue(Library $on): void
    {
        $id = $this->newLead($on, 'large');
        $note = str_repeat('x', 65536);
        $on->call('NOTE', $id, $note);
        demand($this->page($on, 'NOTE', $id)[1][0]['text'] === $note);
        $said = $this->refused(fn () => $on->call('NOTE', $id, $note . 'x'));
        demand(str_starts_with($said, 'LIMIT '), $said);
    }

    public function reset(): void
    {
        $on = $this->open();
        $found = $on->call('RESET');
        // phpredis says true for every status.
        demand($found === 'RESET' || $found === true, $found);
        demand($on->ping() === 'PONG');
        $on->close();
    }

    public function quit(Library $on): void
    {
        demand($on->close());
    }
}

function scenario(string $version, string $library, string $error): void
{
    echo "version $version\n";
    $scenario = new Scenario($library, $error);
    try {
        $on = $scenario->open();
        echo "ok connect\n";
    } catch (Exception $fault) {
        echo "no connect {$fault->getMessage()}\n";
        return;
    }
    pcntl_async_signals(true);
    pcntl_signal(SIGALRM, fn () => throw new Exception('no answer in 10 s'));
    foreach (get_class_methods($scenario) as $method) {
        if (in_array($method, ['__construct', 'open'], true)) {
            continue;
        }
        $name = strtolower(preg_replace('/[A-Z]/', '-$0', rtrim($method, '_')));
        pcntl_alarm(10);
        try {
            $missing = $scenario->$method($on);
            echo $missing === null ? "ok $name\n" : "na $name $missing\n";
        } catch (Throwable $fault) {
            echo "no $name ", strtr($fault->getMessage(), "\r\n", '  '), "\n";
        }
        pcntl_alarm(0);
    }
}
