import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A process with its three streams on files, so that no pipe can fill or leak.
struct Child {
  private var process: pid_t = 0

  init(
    _ file: String, _ arguments: [String], environment: [String: String], folder: String, input: String,
    output: String, errors: String
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    // `env -C` changes the folder; Glibc's own action for it is not visible from Swift.
    let words = (["/usr/bin/env", "-C", folder, file] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    let failure = posix_spawn(&process, words[0]!, &actions, &attributes, words, variables)
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL) }
  }

  /// Waits for the end; a process that takes too long is killed.
  mutating func status(within seconds: Double) throws -> Int32 {
    let deadline = Date().addingTimeInterval(seconds)
    var state: Int32 = 0
    while waitpid(process, &state, WNOHANG) == 0 {
      guard Date() < deadline else {
        kill(process, SIGKILL)
        waitpid(process, &state, 0)
        throw Hung(seconds: seconds)
      }
      usleep(2000)
    }
    let signal = state & 0x7f
    return signal == 0 ? (state >> 8) & 0xff : 128 + signal
  }

  struct Hung: Error { var seconds: Double }
}
