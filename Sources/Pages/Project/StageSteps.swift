// Where a project stands on its road, and what each next step lacks: judged by the same rules that
// would judge the step itself, so that the list and the refusal never disagree.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// The road behind and the steps ahead; nil for a project without a stage.
  func stageSteps(_ project: Record, _ evidence: [Record], _ visit: Visit) throws -> Model? {
    guard let collection = schema.collection(project.collection),
      let field = collection.field("stage"), case .code(let number)? = project[field.id],
      let stage = Stage(rawValue: number)
    else { return nil }
    let judge = Judge(store, ledger: project.ledger, author: settings.author, today: today)
    let steps = try StageMachine.next(after: stage).map { next -> Model in
      let draft = RecordDraft(
        collection, project.id, existing: project,
        [Assignment(field, .write(.code(next.rawValue)))])
      let problems = try judge.problems(draft, reason: nil)
      return [
        "label": field.display(.code(next.rawValue), visit.language),
        "isReady": !problems.contains(where: \.isRefusal),
        "lacks": problems.map { problem -> Model in
          [
            "text": visit.text(problem.message), "hint": visit.text(problem.hint),
            "isRefusal": problem.isRefusal,
          ]
        },
      ]
    }
    return [
      "road": road(stage, field, visit), "steps": steps, "hasSteps": !steps.isEmpty,
      "evidence": proofs(evidence, visit), "hasEvidence": !evidence.isEmpty,
      "mayAdd": mayCreate("evidence"), "id": project.id.description,
    ]
  }

  /// The main road with the place of the project on it.
  private func road(_ stage: Stage, _ field: FieldDefinition, _ visit: Visit) -> [Model] {
    let main: [Stage] = [
      .planning, .reserve, .signed, .landed, .started, .building, .completed, .producing,
      .fullOutput, .effective,
    ]
    let here = main.last { stage.hasReached($0) }
    return main.map { step in
      [
        "label": field.display(.code(step.rawValue), visit.language),
        "isDone": stage.hasReached(step), "isHere": step == here,
      ]
    }
  }

  private func proofs(_ evidence: [Record], _ visit: Visit) -> [Model] {
    evidence.map { record in
      let fields = ShownFields(record, schema, asOf: .latest)
      let kind = schema.collection(record.collection)?.field("kind")
      let shown = kind.map { ValueWords.shown(record, $0, visit.language) } ?? ""
      return [
        "path": "/r/\(record.id)", "kind": shown, "name": fields.text("name"),
        "date": fields.date("date")?.description ?? "", "number": fields.text("document_no"),
      ]
    }
  }
}
