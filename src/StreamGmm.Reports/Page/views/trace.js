// The log-likelihood against the iteration.

class TraceView {
  static fits = ({ trace }) => Boolean(trace?.y.some(Number.isFinite));

  constructor(report) {
    this.report = report;
    const { x, y, restarts, best = 0, xLabel } = report.payload.trace;
    this.xLabel = xLabel ?? "iteration";
    const runs = new Map();
    x.forEach((value, n) => {
      const run = restarts?.[n] ?? 0;
      if (!runs.has(run)) runs.set(run, []);
      runs.get(run).push([value, y[n]]);
    });
    this.runs = [...runs].map(([run, points]) => ({ run, points: points.sort((a, b) => a[0] - b[0]) }));
    this.best = this.runs.find(({ run }) => run === best) ?? this.runs[0];
    const several = this.runs.length > 1, ordered = [...this.runs.filter(run => run !== this.best), this.best];
    const data = uPlot.join(ordered.map(({ points }) => [points.map(point => point[0]), points.map(point => point[1])]));
    this.curve = new Curve({
      xTitle: this.xLabel, yTitle: "log-likelihood per sample", data,
      series: ordered.map(run => run === this.best
        ? { label: several ? `start ${run.run + 1}` : "log-likelihood", color: theme => theme.accent, width: 2, points: run.points.length < 40 }
        : { label: `start ${run.run + 1}`, color: theme => `color-mix(in srgb, ${theme.edge} 55%, transparent)`, width: 1 }),
      marks: (context, curve) => this.mark(context, curve),
      pick: value => report.pick(value),
    });
    this.curve.onRead = index => index === null ? "" :
      `${this.xLabel} ${Format.count(data[0][index])}: ${Format.short(data.at(-1)[index], 7)}`;
    const said = [several ? `${this.runs.length} starts; the strong line is the one chosen.` : "",
      report.states.length > 1 ? "A click shows that state." : ""].filter(Boolean).join(" ");
    this.card = Elements.card("trace", "Log-likelihood", this.curve.holder, said && element("p", { className: "caption", text: said }),
      Elements.numbers("Log-likelihoods as a table", several ? ["start", this.xLabel, "log-likelihood"] : [this.xLabel, "log-likelihood"],
        () => this.runs.flatMap(({ run, points }) => points.slice(0, 1000).map(([at, value]) =>
          [...(several ? [String(run + 1)] : []), Format.count(at), Format.short(value, 9)]))));
    const known = this.best.points.filter(point => Number.isFinite(point[1]));
    this.curve.describe(`Log-likelihood per sample against ${this.xLabel}`
      + (several ? `, ${this.runs.length} starts; of the best` : "")
      + (known.length ? `: from ${Format.short(known[0][1], 6)} at ${Format.count(known[0][0])} to ${Format.short(known.at(-1)[1], 6)} at ${Format.count(known.at(-1)[0])}.` : ": no values."));
  }

  /** The state that is shown. */
  mark(context, curve) {
    const { state } = this.report, { frame, theme } = curve;
    if (!state || this.report.states.length < 2) return;
    const value = state.logLikelihood ?? this.best.points.find(point => point[0] === state.iteration)?.[1];
    const [px, py] = curve.toPixel(state.iteration, value ?? 0);
    context.strokeStyle = theme.ink;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(px, frame.top);
    context.lineTo(px, frame.top + frame.height);
    context.stroke();
    context.setLineDash([]);
    if (!Number.isFinite(value)) return;
    context.beginPath();
    context.arc(px, py, 5, 0, 2 * Math.PI);
    context.fillStyle = theme.accent;
    context.fill();
    context.strokeStyle = theme.surface;
    context.lineWidth = 2;
    context.stroke();
  }

  show() {
    this.curve.redraw();
  }

  restyle() {
    this.curve.restyle();
  }

  get handle() {
    const view = this;
    return this.curve.handle({ get points() { return view.best.points; }, get runs() { return view.runs.length; } });
  }
}
