import ArgumentParser
import Reporting
import Workflow

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Versions of models: list, show, verify, promote, roll back, history, remove.",
    subcommands: [
      ListModelsCommand.self, ShowModelCommand.self, VerifyModelCommand.self, PromoteModelCommand.self,
      RollBackModelCommand.self, ModelHistoryCommand.self, RemoveModelCommand.self,
    ], defaultSubcommand: ListModelsCommand.self)
}

struct ListModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "All models of the store.")

  @OptionGroup var store: StoreOptionGroup
  @OptionGroup var report: ReportOptionGroup

  func run() throws { try Console(options: report).answer(StoreRun(store: store.store).list()) }
}

struct ShowModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "One version: data, hold-out, certificate, coefficients, history.")

  @Argument(help: "NAME, NAME@VERSION, NAME@ALIAS, or a path to a model file.")
  var model: String
  @OptionGroup var store: StoreOptionGroup
  @OptionGroup var report: ReportOptionGroup

  func run() throws { try Console(options: report).answer(StoreRun(store: store.store).show(model)) }
}

struct VerifyModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every byte of a model's versions, or of one.",
    discussion: "Exits 0 when all is sound, else 65.")

  @Argument(help: "NAME for all versions, or NAME@VERSION.")
  var model: String
  @OptionGroup var store: StoreOptionGroup
  @OptionGroup var report: ReportOptionGroup

  func run() throws {
    let answer = try StoreRun(store: store.store).verify(model)
    try Console(options: report).answer(answer)
    if !answer.isSound { throw ExitCode(65) }
  }
}

struct PromoteModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "promote", abstract: "Make an alias stand for a version; by default the champion.")

  @Argument(help: "NAME@VERSION.")
  var model: String
  @Option(name: .customLong("as"), help: "The alias.")
  var alias = "champion"
  @Option(help: "Why; kept in the history.")
  var note: String?
  @OptionGroup var store: StoreOptionGroup

  func run() throws {
    try Console.write(StoreRun(store: store.store).promote(model, as: alias, note: note) + "\n")
  }
}

struct RollBackModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Set an alias back to the version before.")

  @Argument(help: "NAME.")
  var model: String
  @Option(name: .customLong("as"), help: "The alias.")
  var alias = "champion"
  @Option(help: "Why; kept in the history.")
  var note: String?
  @OptionGroup var store: StoreOptionGroup

  func run() throws {
    try Console.write(StoreRun(store: store.store).rollBack(model, alias: alias, note: note) + "\n")
  }
}

struct ModelHistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "What happened to a model's versions.")

  @Argument(help: "NAME.")
  var model: String
  @OptionGroup var store: StoreOptionGroup
  @OptionGroup var report: ReportOptionGroup

  func run() throws { try Console(options: report).answer(StoreRun(store: store.store).history(model)) }
}

struct RemoveModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a version that no alias stands for.")

  @Argument(help: "NAME@VERSION.")
  var model: String
  @Option(help: "Why; kept in the history.")
  var note: String?
  @OptionGroup var store: StoreOptionGroup

  func run() throws { try Console.write(StoreRun(store: store.store).remove(model, note: note) + "\n") }
}
