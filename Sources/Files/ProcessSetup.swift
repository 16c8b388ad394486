#if canImport(Glibc)
  import Glibc
#endif

/// What a program does once, before it opens its first file.
public enum ProcessSetup {
  /// Keeps data out of wrong places and leaves no litter:
  ///
  /// - A standard stream that is closed would give its number to the next file opened, and messages would land in the
  ///   data; such streams are opened on `/dev/null`, output so that writing to it fails.
  /// - A reader that goes away (`| head`) becomes an error of the write (`FileError.isBrokenPipe`), not a signal.
  /// - A write beyond the limit of a file's size (`ulimit -f`) becomes an error too, and what was begun is removed.
  /// - Interrupt, hang-up and termination remove unfinished files, then end the process as they would have.
  public static func prepare() {
    for number in Int32(0)...2 where fcntl(number, F_GETFD) == -1 && errno == EBADF {
      // The lowest free number is taken, which is this one.
      _ = open("/dev/null", number == 2 ? O_RDWR : O_RDONLY)
    }
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    UnfinishedFiles.warmUp()
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let former = signal(number) { number in
        UnfinishedFiles.removeAll()
        signal(number, SIG_DFL)
        raise(number)
      }
      // Ignored before we came (nohup) stays ignored.
      if unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(number, SIG_IGN) }
    }
  }
}
