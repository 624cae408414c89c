// Figures, controls, the table of components and the log.

class Panel {
  /** The largest state that the server takes, in bytes. */
  static mostBytes = 16 * 2 ** 20;

  /** Lines of the log. */
  static lines = 200;

  /** Figures and table change twice a second: faster nobody reads. In milliseconds. */
  static pace = 500;

  constructor(scene) {
    this.scene = scene;
    this.at = name => document.getElementById(name);
    this.isPaused = false;
    this.seen = null;
    this.listen();
  }

  listen() {
    const { at } = this, number = name => at(name).value.trim() === "" ? null : Number(at(name).value);
    at("pause").addEventListener("click", () => this.ask("pause", { paused: !this.isPaused }));
    at("drift").addEventListener("click", () => this.ask("drift", {}));
    at("rate").addEventListener("change", () => this.ask("rate", { rate: number("rate") ?? 0 }));
    const remember = () => {
      const kind = at("remember").value;
      at("half-life").disabled = kind === "all";
      this.ask("memory", { halfLife: kind === "all" ? null : number("half-life") ?? 0, adaptive: kind !== "steady" });
    };
    at("remember").addEventListener("change", remember);
    at("half-life").addEventListener("change", remember);
    at("upload").addEventListener("click", () => at("file").click());
    at("file").addEventListener("change", () => this.upload());
  }

  /** Asks for something; the server says what came of it. */
  async ask(what, wish) {
    await this.post(`control/${what}`, JSON.stringify(wish));
  }

  async upload() {
    const [file] = this.at("file").files;
    this.at("file").value = "";
    if (!file) return;
    if (file.size > Panel.mostBytes) this.answer(`${file.name} has ${Math.ceil(file.size / 2 ** 20)} MB: states have ${Panel.mostBytes / 2 ** 20} MB at most. Choose one that was downloaded here.`, false);
    else await this.post("state", file);
  }

  async post(path, body) {
    try {
      const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      const told = response.headers.get("Content-Type")?.includes("json") ? (await response.json()).message : `The server answered ${response.status}.`;
      this.answer(told, response.ok);
    } catch {
      this.answer("The server cannot be reached. Is it running?", false);
    }
  }

  answer(text, isDone) {
    this.at("answer").textContent = text;
    this.at("answer").classList.toggle("refused", !isDone);
  }

  take(frame, names) {
    const { at } = this, { stream } = frame;
    this.status(stream.status);
    this.isPaused = stream.status === "paused";
    this.write("source", stream.source);
    this.write("pause", this.isPaused ? "Go on" : "Pause");
    at("pause").disabled = stream.status === "ended" || stream.status === "failed";
    at("drift").disabled = !stream.canDrift;
    at("drift").title = stream.canDrift ? "" : "Only the synthetic stream can be made to drift.";
    this.set("rate", stream.rate);
    this.set("remember", stream.memory.halfLife === null ? "all" : stream.memory.adaptive ? "adaptive" : "steady");
    if (stream.memory.halfLife !== null) this.set("half-life", stream.memory.halfLife);
    at("half-life").disabled = at("remember").value === "all";
    at("bad").hidden = stream.badRows === 0;
    at("waiting").hidden = frame.mixture !== null || frame.position === 0;
    this.write("waiting", "The first rows are collected and fitted as a batch.");
    this.log(frame);
    this.latest = { frame, names };
    this.timer ??= setTimeout(() => this.tell(), frame.whole ? 0 : Panel.pace);
  }

  /** Figures and table of the latest frame. */
  tell() {
    this.timer = null;
    if (!this.latest) return;
    const { frame, names } = this.latest;
    this.figures(frame, performance.now());
    this.table(frame, names);
  }

  status(status) {
    this.at("status").dataset.status = status;
    this.write("status", status);
  }

  figures(frame, now) {
    const { samples, alarms, stream, history, mixture } = frame, score = history.score.at(-1);
    const before = this.seen && samples > this.seen.samples ? this.seen : null;
    this.seen = stream.status === "running" ? { samples, now } : null;
    this.write("samples", Format.count(samples));
    this.write("speed", stream.status !== "running" ? "0" : before ? Format.count(Math.round(1000 * (samples - before.samples) / (now - before.now) / 10) * 10) : Format.short(stream.rate));
    if (Number.isFinite(score)) this.write("score", Format.fixed(score, 3));
    if (history.memory.length > 0) this.write("memory", Format.count(Math.round(history.memory.at(-1))));
    this.write("size", String(mixture?.ids.length ?? 0));
    this.write("alarms", String(alarms));
    this.write("bad-rows", Format.count(stream.badRows));
  }

  table({ mixture, shown }, names) {
    const axes = shown[0] === shown[1] ? [0] : [0, 1];
    this.write("head-x", `${names[shown[0]]}, mean ± σ`);
    this.write("head-y", `${names[shown[1]]}, mean ± σ`);
    this.at("head-y").hidden = axes.length === 1;
    const rows = (mixture?.ids ?? []).map((id, k) => {
      const row = document.createElement("tr"), head = document.createElement("th");
      head.scope = "row";
      head.append(this.swatch(id), String(id));
      const weight = document.createElement("td");
      weight.textContent = Format.percent(mixture.weights[k]);
      row.append(head, weight);
      for (const j of axes) {
        const cell = document.createElement("td"), spread = document.createElement("span"), deviation = Math.sqrt(mixture.covariances[k][2 * j]);
        spread.className = "spread";
        spread.textContent = ` ± ${Format.to(deviation, deviation / 30)}`;
        cell.append(Format.to(mixture.means[k][j], deviation / 30), spread);
        row.append(cell);
      }
      return row;
    });
    this.at("components").replaceChildren(...rows);
  }

  /** The colour, marker and dash of a component. */
  swatch(id) {
    const canvas = document.createElement("canvas"), ratio = window.devicePixelRatio || 1, { color, marker, dash } = this.scene.look(id);
    [canvas.width, canvas.height] = [18 * ratio, 14 * ratio];
    canvas.setAttribute("aria-hidden", "true");
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.fillStyle = context.strokeStyle = color;
    context.lineWidth = 2;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(0, 7);
    context.lineTo(18, 7);
    context.stroke();
    context.beginPath();
    Scene.mark(context, marker, 9, 7, 4);
    context.fill();
    return canvas;
  }

  /** What happened, the latest first. An alarm is told to those who do not see it, too. */
  log({ whole, happenings }) {
    const log = this.at("log");
    if (whole) log.replaceChildren();
    for (const { kind, position, text } of happenings) {
      const line = document.createElement("li"), where = document.createElement("span"), what = document.createElement("span");
      line.dataset.kind = kind;
      where.className = "where";
      where.textContent = Format.count(position);
      what.className = "what";
      what.textContent = text;
      line.append(where, what);
      log.prepend(line);
    }
    while (log.childElementCount > Panel.lines) log.lastChild.remove();
    const alarm = happenings.findLast(({ kind }) => kind === "alarm");
    if (alarm && !whole) this.write("alarm", `${alarm.text}, at position ${Format.count(alarm.position)}`);
  }

  write(name, text) {
    if (this.at(name).textContent !== text) this.at(name).textContent = text;
  }

  /** Sets a control to what holds, unless somebody is at it. */
  set(name, value) {
    const control = this.at(name);
    if (document.activeElement !== control && control.value !== String(value)) control.value = value;
  }
}
