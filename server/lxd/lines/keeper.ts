/** Exit status of a keeper that cannot reach the server's socket: the lab has none, or nobody listens. */
export const NO_LINE = 3;

/**
 * Keeps a shell on a terminal of its own, and calls the server: the bytes go straight from the shell's terminal to the
 * server's socket, whatever becomes of LXD meanwhile. Perl, because every Debian has it; without its modules, which take
 * longer to load than all else takes until the prompt: hence Linux's own numbers.
 *
 * It counts the bytes and keeps the last of them, so that a server that was killed gets what it lacks, and the shell
 * never waits for a server that is away. A second keeper of the same name finds the first one's door, an abstract
 * socket, knocks, and goes: then the first one calls again. As long as a server listens the shell is paced by it.
 *
 * Arguments: socket of the server, name, columns, rows, offset of the first byte, command.
 */
const KEEPER = `
my ($AF_UNIX, $SOCK_STREAM, $SOCK_DGRAM, $SOL_SOCKET, $SO_SNDBUF) = (1, 1, 2, 1, 7);
my ($O_RDWR, $O_NOCTTY, $O_NONBLOCK, $F_SETFL) = (2, 0400, 04000, 4);
my ($TIOCSPTLCK, $TIOCGPTN, $TIOCSWINSZ) = (0x40045431, 0x80045430, 0x5414);
my ($PIDFD_OPEN, $WNOHANG, $EAGAIN) = (434, 1, 11);
my ($host, $name, $cols, $rows, $base, @command) = @ARGV;
my ($RING, $UNSENT, $UNTYPED, $READ, $PAGE) = (262144, 65536, 65536, 65536, 4096);
my $address = pack "Sa*", $AF_UNIX, "\\0atelier/$name";
socket(my $door, $AF_UNIX, $SOCK_DGRAM, 0) or exit 4;
if (!bind($door, $address)) {
  exit(defined send($door, "call", 0, $address) ? 0 : 5);
}

my ($line, $out, $in, $flowing, $pty, $pidfd, $quiet);
my ($ring, $first) = ("", $base);
sub frame { pack("CN", ord $_[0], length $_[1]) . $_[1] }
sub ears { my $bits = ""; vec($bits, $_, 1) = 1 for @_; $bits }
sub dial {
  close $line if $line;
  undef $line;
  socket(my $peer, $AF_UNIX, $SOCK_STREAM, 0) or return 0;
  connect($peer, pack "Sa*x", $AF_UNIX, $host) or return 0;
  setsockopt $peer, $SOL_SOCKET, $SO_SNDBUF, 65536;
  fcntl $peer, $F_SETFL, $O_NONBLOCK;
  ($line, $in, $flowing) = ($peer, "", 0);
  $quiet = ears(fileno $door, fileno $pty, $pidfd, fileno $line) if $pidfd > 0;
  $out = frame("H", join " ", $name, $base, $first, $first + length $ring);
  return 1;
}
dial() or exit ${NO_LINE};
exit 0 if fork;

$0 = "atelier-keeper $name";
$SIG{PIPE} = "IGNORE";
open STDIN, "<", "/dev/null";
open STDOUT, ">", "/dev/null";
open STDERR, ">", "/dev/null";
sysopen($pty, "/dev/ptmx", $O_RDWR | $O_NOCTTY) or exit 6;
ioctl $pty, $TIOCSPTLCK, my $unlocked = pack "i", 0;
ioctl $pty, $TIOCGPTN, my $number = pack "i", 0;
my $terminal = "/dev/pts/" . unpack "i", $number;
sub resize { ioctl $pty, $TIOCSWINSZ, my $size = pack "S4", $rows, $cols, 0, 0 }
resize();
my $shell = fork;
if (!$shell) {
  sysopen(my $tty, $terminal, $O_RDWR | $O_NOCTTY) or exit 7;
  open STDIN, "<&", $tty;
  open STDOUT, ">&", $tty;
  open STDERR, ">&", $tty;
  $SIG{PIPE} = "DEFAULT";
  exec "setsid", "--ctty", @command;
  exit 127;
}
$pidfd = syscall $PIDFD_OPEN, $shell, 0;
# What is listened to as long as nothing waits on its way: made once, for the next key.
$quiet = ears(fileno $door, fileno $pty, $pidfd, fileno $line) if $pidfd > 0;
fcntl $pty, $F_SETFL, $O_NONBLOCK;
fcntl $door, $F_SETFL, $O_NONBLOCK;

my ($typed, $status, $heard) = ("");
sub listen_to_shell {
  my $length = sysread($pty, $heard, $PAGE) or return 0;
  # A terminal gives a page at most: what fills one is a flood.
  while ($length > $PAGE / 2 && length $heard < $READ) {
    $length = sysread($pty, $heard, $PAGE, length $heard) or last;
  }
  $out .= frame("D", $heard) if $flowing;
  $ring .= $heard;
  if (length $ring > 2 * $RING) {
    my $old = length($ring) - $RING;
    substr($ring, 0, $old, "");
    $first += $old;
  }
  return 1;
}
sub hear_server {
  my $got = sysread $line, $in, $PAGE, length $in;
  if (!$got) {
    return if !defined $got && $! == $EAGAIN;
    exit 0 if defined $status && $flowing;
    close $line;
    undef $line;
    return;
  }
  while (length $in >= 5) {
    my ($kind, $length) = unpack "CN", $in;
    last if length $in < 5 + $length;
    my $body = substr $in, 5, $length;
    length $in == 5 + $length ? ($in = "") : substr($in, 0, 5 + $length, "");
    if ($kind == 73) { $typed .= $body }
    elsif ($kind == 81) { exit 0 }
    elsif ($kind == 83) { ($cols, $rows) = split / /, $body; resize() }
    elsif ($kind == 70) {
      $out .= frame("D", substr $ring, $body - $first);
      $flowing = 1;
      $out .= frame("X", $status) if defined $status;
    }
  }
}
sub tell_server {
  my $sent = syswrite $line, $out;
  if (defined $sent) { $sent == length $out ? ($out = "") : substr($out, 0, $sent, "") }
  elsif ($! != $EAGAIN) { close $line; undef $line }
}
sub type_keys {
  my $done = syswrite $pty, $typed;
  if (defined $done) { $done == length $typed ? ($typed = "") : substr($typed, 0, $done, "") }
  elsif ($! != $EAGAIN) { $typed = "" }
}
while (1) {
  my ($readable, $writable) = ($quiet);
  if (length $out || length $typed || !$line || defined $status || $pidfd <= 0) {
    my @ears = fileno $door;
    push @ears, fileno $pty if !defined $status && (!$line || !$flowing || length $out < $UNSENT);
    push @ears, $pidfd if !defined $status && $pidfd > 0;
    push @ears, fileno $line if $line && length $typed < $UNTYPED;
    my @mouths;
    push @mouths, fileno $pty if !defined $status && length $typed;
    push @mouths, fileno $line if $line && length $out;
    ($readable, $writable) = (ears(@ears), ears(@mouths));
  }
  select($readable, $writable, undef, $pidfd > 0 || defined $status ? undef : 0.25) >= 0 or next;
  if ($line && vec $readable, fileno $line, 1) {
    hear_server();
    type_keys() if length $typed;
  }
  elsif (length $typed && vec $writable, fileno $pty, 1) { type_keys() }
  listen_to_shell() if vec $readable, fileno $pty, 1;
  if (!defined $status && ($pidfd <= 0 || vec $readable, $pidfd, 1) && waitpid($shell, $WNOHANG) > 0) {
    $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
    1 while listen_to_shell();
    $out .= frame("X", $status) if $line && $flowing;
  }
  tell_server() if $line && length $out;
  dial() if vec($readable, fileno $door, 1) && defined recv $door, my $knock, 16, 0;
}
`;

/** Where a keeper finds the server's socket, and what it is to keep. */
export interface Kept {
  /** Path of the server's socket, as the lab sees it. */
  socket: string;
  /** Name of the terminal: a lab has one keeper of each name. */
  name: string;
  cols: number;
  rows: number;
  /** Offset of the first byte in the terminal's stream. */
  offset: number;
  command: string[];
}

/** The command that starts a keeper in the lab, or has one that is there call again. It returns at once. */
export function keeperCommand({ socket, name, cols, rows, offset, command }: Kept): string[] {
  const numbers = [cols, rows, offset].map(String);
  return ["/usr/bin/perl", "-e", KEEPER, socket, name, ...numbers, ...command];
}
