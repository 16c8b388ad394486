import CKernels
import Files
import Synchronization

/// Cuts a source into blocks of whole records; any thread may ask for the next.
final class BlockReader: Sendable {
  private let source: ByteSource
  private let delimiter: UInt8
  private let blockBytes: Int
  private let recordLimit: Int
  private let state: Mutex<State>
  private let pool = Mutex(Pool())
  /// Of the bytes given out, where their sum is wanted.
  private let digest: Mutex<RunningDigest?>
  private let sumsUp: Bool

  private struct State {
    /// Bytes read but not given out; those before `taken` have been.
    var rest: [UInt8]
    var taken = 0
    var offset: Int
    var nextNumber = 0
    var sourceEnded = false
    var finished = false
  }

  /// Blocks that are not at work.
  private struct Pool {
    var free: [Block] = []
    /// Blocks whose bytes are not in the sum yet, in the order of the file; perhaps they are being parsed.
    var unsummed: [Block] = []
  }

  /// Blocks that may wait for their turn in the sum; a thread that adds another waits for that turn.
  private static let mostUnsummed = 6

  /// - Parameters:
  ///   - rest: bytes already read from the source, after the header.
  ///   - offset: where the source goes on after them.
  ///   - digest: of the bytes before the rest.
  init(
    source: ByteSource, rest: [UInt8], offset: Int, digest: RunningDigest? = nil, delimiter: UInt8, options: CSVOptions
  ) {
    self.source = source
    self.delimiter = delimiter
    blockBytes = max(1, options.blockBytes)
    recordLimit = options.recordLimit
    sumsUp = digest != nil
    self.digest = Mutex(digest)
    state = Mutex(State(rest: rest, offset: offset))
  }

  /// Bytes of the source read so far.
  var bytesRead: Int { state.withLock { $0.offset } }

  /// The SHA-256 sum of the bytes given out, where it is made.
  var sha256: String? {
    guard sumsUp else { return nil }
    return digest.withLock { digest in
      sum(upTo: .max, &digest)
      return digest?.hexadecimal
    }
  }

  /// The next whole records, to be given back; `nil` at the end.
  ///
  /// The sum is one chain, and threads take turns at it; a thread that finds another at it goes on with its work.
  func next() -> (number: Int, block: Result<Block, IngestError>)? {
    let block = pool.withLock { $0.free.popLast() } ?? Block(capacity: blockBytes + blockBytes / 8)
    let result = state.withLock { state -> Result<Bool, IngestError> in
      do throws(IngestError) {
        let isFilled = try fill(block, &state)
        if isFilled && sumsUp {
          block.uses = 2
          pool.withLock { $0.unsummed.append(block) }
        }
        return .success(isFilled)
      } catch {
        state.finished = true
        return .failure(error)
      }
    }
    let number = block.number
    switch result {
    case .failure(let error): return (number, .failure(error))
    case .success(false): return nil
    case .success(true):
      if sumsUp { takeTurn(number) }
      return (number, .success(block))
    }
  }

  /// Takes a block back.
  func giveBack(_ block: Block) {
    pool.withLock { pool in
      block.uses -= 1
      if block.uses <= 0 { pool.free.append(block) }
    }
  }

  private func takeTurn(_ number: Int) {
    if pool.withLock({ $0.unsummed.count }) > Self.mostUnsummed {
      digest.withLock { sum(upTo: number, &$0) }
    } else {
      _ = digest.withLockIfAvailable { sum(upTo: number, &$0) }
    }
  }

  /// Adds blocks to the sum.
  private func sum(upTo number: Int, _ digest: inout RunningDigest?) {
    while let block = pool.withLock({ pool in
      pool.unsummed.first.flatMap { $0.number <= number ? pool.unsummed.removeFirst() : nil }
    }) {
      digest?.update(UnsafeRawBufferPointer(block.bytesOfFile))
      giveBack(block)
    }
  }

  private func fill(_ block: Block, _ state: inout State) throws(IngestError) -> Bool {
    block.clear()
    guard !state.finished else { return false }
    block.number = state.nextNumber
    state.nextNumber += 1
    var end = 0
    var ended = false
    while end == 0 && !ended {
      ended = try top(block, up: max(blockBytes - block.count, block.count), &state)
      end = ended ? block.count : csv_whole_records(block.bytes.baseAddress, block.count, delimiter)
      if end == 0 && block.count > recordLimit {
        block.isOverlong = true
        break
      }
    }
    if !ended && !block.isOverlong && isBlank(block, from: end) {
      ended = try top(block, up: 4096, &state)
      if ended && isBlank(block, from: end) { end = block.count } else { ended = false }
    }
    block.isLast = ended
    state.finished = ended || block.isOverlong
    if state.finished {
      end = block.count
    } else {
      giveBack(block, from: end, &state)
    }
    block.truncate(to: end)
    block.countOfFile = end
    if end > 0 && state.finished && block.bytes[end - 1] != 0x0A {
      block.append(CollectionOfOne(0x0A))
      block.truncate(to: end + 1)
    }
    return end > 0
  }

  /// Blank lines at the end of the file belong to the last block, so that its last record is the file's.
  private func isBlank(_ block: Block, from end: Int) -> Bool {
    block.bytes[end...].allSatisfy { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 }
  }

  /// Adds bytes; `true` when there are no more.
  private func top(_ block: Block, up wanted: Int, _ state: inout State) throws(IngestError) -> Bool {
    let kept = min(wanted, state.rest.count - state.taken)
    block.append(state.rest[state.taken..<(state.taken + kept)])
    state.taken += kept
    var left = wanted - kept
    while left > 0 && !state.sourceEnded {
      let room = block.room(for: left)
      let count = try source.read(into: room, at: state.offset)
      state.sourceEnded = count == 0
      block.use(count)
      state.offset += count
      left -= count
      if !source.isSeekable && count > 0 { break }
    }
    return state.sourceEnded && state.taken == state.rest.count
  }

  private func giveBack(_ block: Block, from end: Int, _ state: inout State) {
    if state.taken < state.rest.count {
      state.taken -= block.count - end
    } else {
      state.rest.removeAll(keepingCapacity: true)
      state.rest.append(contentsOf: block.bytes[end...])
      state.taken = 0
    }
  }
}
