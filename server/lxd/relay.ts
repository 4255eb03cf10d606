/** The relay's exit status when nothing listens on the port: that of the errno, ECONNREFUSED. */
export const REFUSED = 111;

/** What the relay writes as soon as it is connected: all that follows is the connection's own. */
export const GREETING = 0x2b;

/**
 * Joins its input and output to a TCP port of the machine that it runs in. Perl, because every Debian has it,
 * and it can do what `nc` and bash's `/dev/tcp` cannot: each way goes at its own pace, so that a peer that writes
 * before it has read everything blocks nothing, and the end of one way (shutdown) leaves the other open. One process
 * that never blocks, so that a kill ends all of it, whatever it was doing.
 * What listens on the loopback is asked first, then what listens on one address alone, as the kernel tells it.
 */
const RELAY = `
use Socket;
use Fcntl;
use Errno;
$SIG{PIPE} = "IGNORE";
my $port = shift;
sub dial {
  my ($family, $address) = @_;
  socket(my $peer, $family, SOCK_STREAM, 0) or return;
  return connect($peer, $address) ? $peer : undef;
}
my $peer = dial(AF_INET, pack_sockaddr_in($port, INADDR_LOOPBACK))
  || dial(AF_INET6, pack_sockaddr_in6($port, Socket::inet_pton(AF_INET6, "::1")));
if (!$peer && open my $table, "<", "/proc/net/tcp") {
  my $listens = sprintf ":%04X 00000000:0000 0A", $port;
  while (!$peer && (my $line = <$table>)) {
    $peer = dial(AF_INET, pack_sockaddr_in($port, pack("L", hex $1))) if $line =~ /([0-9A-F]{8})$listens/;
  }
}
exit ${REFUSED} unless $peer;
setsockopt $peer, IPPROTO_TCP, TCP_NODELAY, 1;
syswrite STDOUT, chr ${GREETING};
fcntl $_, F_SETFL, O_NONBLOCK for (*STDIN, *STDOUT, $peer);
my @ways = (
  { from => *STDIN, to => $peer, bytes => "", open => 1, end => sub { shutdown $peer, 1 } },
  { from => $peer, to => *STDOUT, bytes => "", open => 1, end => sub { exit 0 } },
);
while (1) {
  my ($readable, $writable) = ("", "");
  for my $way (@ways) {
    if (length $way->{bytes}) { vec($writable, fileno $way->{to}, 1) = 1 }
    elsif ($way->{open}) { vec($readable, fileno $way->{from}, 1) = 1 }
  }
  select $readable, $writable, undef, undef;
  for my $way (@ways) {
    if (length $way->{bytes}) {
      my $done = syswrite $way->{to}, $way->{bytes};
      if (defined $done) { substr($way->{bytes}, 0, $done) = "" }
      elsif (!$!{EAGAIN}) { $way->{bytes} = ""; $way->{open} = 0; $way->{end}->() }
    } elsif ($way->{open}) {
      my $done = sysread $way->{from}, $way->{bytes}, 65536;
      next if $done || $!{EAGAIN} && !defined $done;
      $way->{open} = 0;
      $way->{end}->();
    }
  }
}
`;

/** The command that a tunnel runs in the machine. @param port 1 to 65535 */
export function relayCommand(port: number): string[] {
  return ["/usr/bin/perl", "-e", RELAY, String(port)];
}
