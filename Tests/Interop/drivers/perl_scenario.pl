# The scenario in Perl, for the client library that is named last.
# usage: perl_scenario.pl HOST PORT TAG Redis|Redis::Fast|AnyEvent::Redis

use strict;
use warnings;
use JSON::PP ();
use Redis;
use Time::HiRes qw(sleep);

my ($host, $port, $tag, $class) = @ARGV;
eval "require $class; 1" or die $@;
$| = 1;

# Redis and Redis::Fast: a method for each command, a callback to pipeline it.
package Plain {
    sub new {
        my ($self, $library, %options) = @_;
        return bless { redis => $library->new(server => "$host:$port", %options) }, $self;
    }

    sub call {
        my ($self, $command, @words) = @_;
        return scalar $self->{redis}->$command(@words);
    }

    sub batch {
        my ($self, @commands) = @_;
        my @replies;
        for (@commands) {
            my ($command, @words) = @$_;
            $self->{redis}->$command(@words, sub { push @replies, $_[1] // $_[0] });
        }
        $self->{redis}->wait_all_responses;
        return @replies;
    }

    # An EXEC that is pipelined gives every reply with its error.
    sub block {
        my ($self, @commands) = @_;
        my ($found, $refusal);
        $self->{redis}->multi(sub { $refusal = $_[1] });
        for (@commands) {
            my ($command, @words) = @$_;
            $self->{redis}->$command(@words, sub { $refusal //= $_[1] });
        }
        $self->{redis}->exec(sub { ($found) = @_; $refusal //= $_[1] unless $found });
        $self->{redis}->wait_all_responses;
        die $refusal if $refusal;
        return map { $_->[1] // $_->[0] } @$found;
    }

    # Subscribes, begins, listens until it is enough, unsubscribes.
    sub listen {
        my ($self, $kind, $name, $begin, $is_enough) = @_;
        my $enough = 0;
        my $listener = sub { $enough ||= $is_enough->(@_) };
        $self->{redis}->$kind($name, $listener);
        $begin->();
        until ($enough) { $self->{redis}->wait_for_messages(0.2) }
        my $ending = $kind =~ s/subscribe/unsubscribe/r;
        $self->{redis}->$ending($name, $listener);
    }

    # The reply to a command that waits for what the code does.
    sub beside {
        my ($self, $code, $command, @words) = @_;
        my $found;
        $self->{redis}->$command(@words, sub { $found = $_[1] // $_[0] });
        $code->();
        $self->{redis}->wait_all_responses;
        return $found;
    }

    # Redis and Redis::Fast connect again by themselves, within the seconds they were given.
    sub again { return }

    sub close { $_[0]{redis}->quit }
}

# AnyEvent::Redis: every command answers a variable that will have its reply.
package Evented {
    sub new { my ($self, $library) = @_;
        return bless { redis => $library->new(host => $host, port => $port) }, $self }

    sub call { my ($self, @words) = @_; return scalar $self->{redis}->run_cmd(@words)->recv }

    sub batch {
        my ($self, @commands) = @_;
        my @soon = map { $self->{redis}->run_cmd(@$_) } @commands;
        return map { scalar $_->recv } @soon;
    }

    sub block {
        my ($self, @commands) = @_;
        my @queued = map { $self->{redis}->run_cmd(@$_) } ['MULTI'], @commands;
        my $found = $self->{redis}->exec->recv;
        return map { ref $_ eq 'AnyEvent::Redis::Error' ? $$_ : $_ } @$found;
    }

    sub listen {
        my ($self, $kind, $name, $begin, $is_enough) = @_;
        my $enough = AnyEvent->condvar;
        my $ended = $self->{redis}->$kind($name, sub { $enough->send if $is_enough->(@_) });
        my $timer = AnyEvent->timer(after => 0.2, cb => $begin);
        $enough->recv;
        my $ending = $kind =~ s/subscribe/unsubscribe/r;
        $self->{redis}->$ending($name);
        $ended->recv;
    }

    sub beside {
        my ($self, $code, @words) = @_;
        my $soon = $self->{redis}->run_cmd(@words);
        my $timer = AnyEvent->timer(after => 0.2, cb => $code);
        return $soon->recv;
    }

    # It notices a broken connection by using it, and connects again for the next command.
    sub again { eval { $_[0]->call('PING') } }

    sub close { $_[0]{redis}->quit->recv }
}

package main;

# A connection of the library under test.
sub open_one { return ($class eq 'AnyEvent::Redis' ? 'Evented' : 'Plain')->new($class, @_) }

# One that may wait while the other's loop turns.
sub open_other { return Plain->new('Redis') }

sub demand {
    my ($holds, @found) = @_;
    return if $holds;
    die 'found ' . join(' | ', map { $_ // 'nothing' } @found) . "\n";
}

# The error that the code ends with; Redis and Redis::Fast put the command before it.
sub refused {
    my ($code) = @_;
    die "nothing was refused\n" if eval { $code->(); 1 };
    return $@ =~ s/^\[[^]]*\] //r;
}

sub mail { my ($name) = @_; return "$name\@$name-$tag.example" }

sub new_lead {
    my ($on, $name, @words) = @_;
    return $on->call('LEAD.NEW', 'EMAIL', mail($name), @words);
}

sub map_of { my ($flat) = @_; return +{@$flat} }

# Where the next page begins, and the rows.
sub page {
    my ($on, @words) = @_;
    my ($next, $rows) = @{ $on->call(@words) };
    return ($next, map { map_of($_) } @$rows);
}

sub hears {
    my ($kind, $pattern, $name) = @_;
    my ($from, $other, $id) = (open_one(), open_other());
    my $is_enough = sub {
        my ($payload, $channel, $subscribed) = @_;
        my $event = JSON::PP::decode_json($payload);
        return 0 unless $event->{type} eq 'lead.created' && $event->{subject} eq $id;
        demand($channel eq 'lead.created' && ($subscribed // $pattern) eq $pattern, @_);
        return 1;
    };
    $from->listen($kind, $pattern, sub { $id = new_lead($other, $name) }, $is_enough);
    return $from;
}

my @features = (
    ping => sub { my ($on) = @_; demand($on->call('PING') eq 'PONG') },

    'echo-binary' => sub {
        my ($on) = @_;
        my $bytes = join('', map { chr } 0 .. 255) . "\r\n";
        demand($on->call('ECHO', $bytes) eq $bytes);
    },

    'lead-new' => sub {
        my ($on) = @_;
        my $id = new_lead($on, 'new', 'NAME', 'Ann Lee', 'SERVICE', 'payroll');
        demand($id =~ /^L\d+$/, $id);
    },

    'lead-get' => sub {
        my ($on) = @_;
        my $id = new_lead($on, 'get', 'NAME', 'Ann Lee');
        my $lead = map_of($on->call('LEAD.GET', $id));
        my $found = join ' ', @$lead{qw(id status name version)};
        demand($found eq "$id new Ann Lee 1", $found);
    },

    'error-typed' => sub {
        my ($on) = @_;
        my $said = refused(sub { $on->call('LEAD.GET', 'L999999') });
        demand($said =~ /^NOTFOUND /, $said);
    },

    'null' => sub { my ($on) = @_; demand(!defined $on->call('TERRITORY.GET', '99999')) },

    # These libraries hand out bytes, and so are the bytes of this file.
    'unicode' => sub {
        my ($on) = @_;
        my $name = 'é 日本 🙂 א';
        my $id = new_lead($on, 'unicode', 'NAME', $name);
        my $found = map_of($on->call('LEAD.GET', $id))->{name};
        demand($found eq $name, $found);
    },

    'page' => sub {
        my ($on) = @_;
        my $service = "page-$tag";
        my @made = map { new_lead($on, "page$_", 'SERVICE', $service) } 0 .. 9;
        my (@seen, @rest);
        while (1) {
            my ($next, @rows) =
                page($on, 'LEAD.LIST', 'SERVICE', $service, 'LIMIT', 3, @rest);
            demand(@rows <= 3, scalar @rows);
            push @seen, map { $_->{id} } @rows;
            last unless defined $next;
            @rest = ('AFTER', $next);
        }
        demand("@seen" eq join(' ', reverse @made), @seen);
    },

    'pipeline' => sub {
        my ($on) = @_;
        my @found = $on->batch(map { ['ECHO', $_] } 0 .. 99);
        demand("@found" eq join(' ', 0 .. 99), @found);
    },

    'transaction' => sub {
        my ($on) = @_;
        my ($id, $done) = $on->block(
            ['LEAD.NEW', 'EMAIL', mail('block')], ['NOTE', '$1', 'from a block']);
        demand($done eq 'OK', $id, $done);
        my (undef, @notes) = page($on, 'NOTE', $id);
        demand(@notes == 1 && $notes[0]{text} eq 'from a block', scalar @notes);
    },

    'transaction-abort' => sub {
        my ($on) = @_;
        my $service = "abort-$tag";
        my $there = new_lead($on, 'there', 'SERVICE', $service);
        my @texts = $on->block(
            map { ['LEAD.NEW', 'EMAIL', mail($_), 'SERVICE', $service] } qw(before there after));
        demand($texts[0] =~ /^ABORTED .*EXISTS $there /, @texts);
        demand($texts[1] =~ /^EXISTS $there /, @texts);
        demand($texts[2] =~ /^ABORTED .*EXISTS $there /, @texts);
        my (undef, @rows) = page($on, 'LEAD.LIST', 'SERVICE', $service);
        demand(@rows == 1, scalar @rows);
    },

    'idem-retry' => sub {
        my ($on) = @_;
        my @words = ('idem', 'SERVICE', "idem-$tag", 'IDEM', "idem-$tag");
        my ($one, $other) = map { new_lead($_, @words) } $on, open_one();
        demand($one eq $other, $one, $other);
        my (undef, @rows) = page($on, 'LEAD.LIST', 'SERVICE', "idem-$tag");
        demand(@rows == 1, scalar @rows);
    },

    'subscribe' => sub { hears('subscribe', 'lead.created', 'subscribe')->close },
    'psubscribe' => sub { hears('psubscribe', 'lead.*', 'psubscribe')->close },

    'unsubscribe' => sub {
        for (['subscribe', 'lead.created'], ['psubscribe', 'lead.*']) {
            my $from = hears(@$_, "un$_->[0]");
            demand($from->call('ECHO', 'free') eq 'free');
            $from->close;
        }
    },

    'client-name' => sub {
        my ($on) = @_;
        demand($on->call('CLIENT', 'SETNAME', "name-$tag") eq 'OK');
        demand($on->call('CLIENT', 'GETNAME') eq "name-$tag");
        refused(sub { $on->call('CLIENT', 'SETNAME', 'two words') });
    },

    'client-list' => sub {
        my ($on) = @_;
        $on->call('CLIENT', 'SETNAME', "list-$tag");
        my $list = $on->call('CLIENT', 'LIST');
        demand($list =~ / name=list-\Q$tag\E .* cmd=\S+ /, $list);
    },

    'info' => sub {
        my ($on) = @_;
        my $found = $on->{redis}->info;
        $found = $found->recv if ref $found eq 'AnyEvent::CondVar';
        demand($found->{redis_version} =~ /^\d+\.\d+\.\d+$/, $found->{redis_version});
        demand($found->{role} eq 'master' && $found->{loading} eq '0');
    },

    'config-get' => sub {
        my ($on) = @_;
        my $found = map_of($on->call('CONFIG', 'GET', 'maxclients'));
        demand(($found->{maxclients} // 0) > 0, %$found);
        demand(@{ $on->call('CONFIG', 'GET', 'nosuch*') } == 0);
    },

    'slowlog' => sub {
        my ($on) = @_;
        demand(ref $on->call('SLOWLOG', 'GET', 10) eq 'ARRAY');
        demand($on->call('SLOWLOG', 'LEN') =~ /^\d+$/);
    },

    'command-docs' => sub {
        my ($on) = @_;
        my $docs = map_of($on->call('COMMAND', 'DOCS'));
        my $count = $on->call('COMMAND', 'COUNT');
        demand(keys %$docs == $count, $count, scalar keys %$docs);
        demand(length map_of($docs->{'lead.new'})->{summary});
    },

    'monitor' => sub { return "$class has no call that reads on after MONITOR" },

    'client-kill' => sub {
        my ($on) = @_;
        my $killed = open_one(reconnect => 2);
        my $id = $killed->call('CLIENT', 'ID');
        $on->call('CLIENT', 'KILL', 'ID', $id);
        $killed->again;
        my $now = $killed->call('CLIENT', 'ID');
        demand($now != $id, $id, $now);
        $killed->close;
    },

    'events-block' => sub {
        my ($on) = @_;
        my ($other, $id) = (open_other());
        my $seq = map_of($on->call('AUDIT.HEAD'))->{seq};
        my $found = $on->beside(
            sub { sleep 0.2; $id = new_lead($other, 'block0') },
            'EVENTS', 'AFTER', $seq, 'BLOCK', 0);
        my @subjects = map { map_of($_)->{subject} } @{ $found->[1] };
        demand(grep({ $_ eq $id } @subjects), $id, @subjects);
    },

    'large-value' => sub {
        my ($on) = @_;
        my $id = new_lead($on, 'large');
        my $note = 'x' x 65536;
        $on->call('NOTE', $id, $note);
        my (undef, @notes) = page($on, 'NOTE', $id);
        demand($notes[0]{text} eq $note);
        my $said = refused(sub { $on->call('NOTE', $id, "${note}x") });
        demand($said =~ /^LIMIT /, $said);
    },

    'reset' => sub {
        my $on = open_one();
        demand($on->call('RESET') eq 'RESET');
        demand($on->call('PING') eq 'PONG');
        $on->close;
    },

    'quit' => sub { my ($on) = @_; $on->close; return },
);

print 'version ', $class->VERSION, "\n";
my $on = eval { my $one = open_one(); $one->call('PING'); $one };
print $on ? "ok connect\n" : "no connect $@";
exit unless $on;
while (my ($name, $feature) = splice @features, 0, 2) {
    my $missing = '';
    my $fault = eval {
        local $SIG{ALRM} = sub { die "no answer in 10 s\n" };
        alarm 10;
        $missing = $feature->($on);
        1;
    } ? '' : $@ || 'no reason given';
    alarm 0;
    $fault =~ s/\s*\n\s*/ /g;
    if ($fault) { print "no $name ", substr($fault, 0, 300), "\n" }
    elsif ($name eq 'monitor') { print "na $name $missing\n" }
    else { print "ok $name\n" }
}
