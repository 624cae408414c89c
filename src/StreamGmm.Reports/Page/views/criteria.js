// Information criteria against the number of components, one line a shape.

class CriteriaView {
  static names = { aic: "AIC", bic: "BIC", icl: "ICL" };

  static fits = ({ criteria }) => Boolean(criteria && criteria.table.length > 0);

  constructor(report) {
    this.report = report;
    this.table = report.payload.criteria.table;
    this.criterion = String(report.payload.criteria.criterion ?? "bic").toLowerCase();
    if (!(this.criterion in CriteriaView.names)) this.criterion = "bic";
    this.shapes = [...new Set(this.table.map(row => row.shape))];
    this.counts = [...new Set(this.table.map(row => row.components))].sort((a, b) => a - b);
    this.caption = element("p", { className: "caption" });
    this.curve = new Curve({
      xTitle: "components", yTitle: CriteriaView.names[this.criterion], data: this.data(), step: true,
      series: this.shapes.map((shape, index) => ({ label: shape, color: theme => theme.look(index).color, dash: Theme.dashes[index % 4], points: true })),
      marks: (context, curve) => this.mark(context, curve),
    });
    this.curve.onRead = index => index === null ? "" :
      `${this.counts[index]} components: ${this.shapes.map((shape, at) => `${shape} ${Format.short(this.curve.data[at + 1][index], 7)}`).join(", ")}`;
    this.legend = element("ul", { className: "legend" });
    this.choice = Elements.choice("criterion", Object.entries(CriteriaView.names).map(([value, text]) => ({ value, text })), this.criterion, value => {
      this.criterion = value;
      this.curve.yTitle = CriteriaView.names[value];
      this.curve.setData(this.data());
      this.tell();
    });
    this.card = Elements.card("criteria", "Number of components and shape", element("div", { className: "controls" }, this.choice), this.legend,
      this.curve.holder, this.caption,
      Elements.numbers("Criteria as a table", ["components", "shape", "total log-likelihood", "parameters", "AIC", "BIC", "ICL", "status"], () => this.table.map((row, index) => [
        `${row.components}${index === report.payload.criteria.best ? " (chosen)" : ""}`, row.shape, Format.short(row.logLikelihood, 6), Format.count(row.parameters),
        Format.short(row.aic, 7), Format.short(row.bic, 7), Format.short(row.icl, 7), row.status ?? ""])));
    this.restyle();
    this.tell();
  }

  data() {
    const of = (shape, components) => this.table.find(row => row.shape === shape && row.components === components)?.[this.criterion] ?? null;
    return [this.counts, ...this.shapes.map(shape => this.counts.map(components => of(shape, components)))];
  }

  /** The row with the smallest criterion. */
  get best() {
    return this.table.filter(row => Number.isFinite(row[this.criterion]))
      .reduce((one, other) => one === null || other[this.criterion] < one[this.criterion] ? other : one, null);
  }

  mark(context, curve) {
    const { best } = this, { theme } = curve;
    if (!best) return;
    const [px, py] = curve.toPixel(best.components, best[this.criterion]);
    context.beginPath();
    context.arc(px, py, 9, 0, 2 * Math.PI);
    context.strokeStyle = theme.ink;
    context.lineWidth = 2;
    context.stroke();
    context.fillStyle = theme.ink;
    context.font = `600 12px ${theme.font}`;
    context.textBaseline = "alphabetic";
    const right = px < curve.frame.left + curve.frame.width / 2;
    context.textAlign = right ? "left" : "right";
    const text = `${best.components} × ${best.shape}`;
    context.lineWidth = 4;
    context.strokeStyle = theme.surface;
    context.strokeText(text, px + (right ? 13 : -13), py - 8);
    context.fillText(text, px + (right ? 13 : -13), py - 8);
  }

  tell() {
    const { best, criterion, report } = this, name = CriteriaView.names[criterion], chosen = this.table[report.payload.criteria.best];
    const text = row => `${row.components} ${row.components === 1 ? "component" : "components"}, ${row.shape}`;
    this.caption.textContent = best
      ? `Smaller is better: ${name} is least, ${Format.short(best[criterion], 7)}, at ${text(best)}.${chosen && chosen !== best ? ` The model shown here is ${text(chosen)}.` : ""}`
      : `No candidate has a value of ${name}.`;
    this.curve.describe(`${name} against the number of components (${this.counts[0]} to ${this.counts.at(-1)}), shapes ${this.shapes.join(", ")}. ${this.caption.textContent}`);
  }

  show() {}

  restyle() {
    this.curve.restyle();
    this.legend.replaceChildren(...this.shapes.map((shape, index) => element("li", {}, Elements.swatch({ ...this.curve.theme.look(index), dash: Theme.dashes[index % 4] }, "line"), shape)));
  }

  get handle() {
    const view = this;
    return this.curve.handle({ get criterion() { return view.criterion; }, get best() { return view.best; } });
  }
}
