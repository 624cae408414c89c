// An online run: score, memory and number of components against the samples seen.

class StreamView {
  static fits = ({ stream }) => Boolean(stream && stream.position.length > 0);

  constructor(report) {
    this.report = report;
    const { position, score, memory, components, alarms, events } = report.payload.stream;
    this.alarms = alarms ?? [];
    this.events = events ?? [];
    const rows = [
      { title: "score (log density of what came)", values: score, color: theme => theme.accent },
      { title: "memory (effective samples)", values: memory, color: theme => theme.series[2] },
      { title: "components", values: components, color: theme => theme.series[3], whole: true },
    ].filter(row => row.values?.length > 0);
    this.curves = rows.map(({ title, values, color, whole }, index) => new Curve({
      xTitle: index === rows.length - 1 ? "samples seen" : "", yTitle: title, wholeY: whole, data: [position, values], sync: "stream",
      series: [{ label: title, color, width: 1.8, points: position.length < 40 }],
      marks: (context, curve) => this.mark(context, curve, index === 0), pick: value => report.pick(value),
    }));
    const widest = Math.max(...rows.map(({ values }, index) => this.curves[index].labelRoom(values)));
    this.curves.forEach((curve, index) => {
      curve.room = widest;
      curve.onRead = at => at === null ? "" : `${index === 0 ? `${Format.count(position[at])} samples seen: ` : ""}${Format.short(rows[index].values[at], 5)}`;
    });
    this.card = Elements.card("stream wide", "The stream",
      element("ul", { className: "legend" }, this.alarmKey = element("li"), this.eventKey = element("li")),
      element("div", { className: "stack" }, ...this.curves.map(curve => curve.holder)),
      this.events.length + this.alarms.length > 0 ? Elements.numbers("Alarms and events as a table", ["samples seen", "what"], () => [
        ...this.alarms.map(at => [at, "alarm"]), ...this.events.map(event => [event.position, event.text])]
        .sort((a, b) => a[0] - b[0]).map(([at, text]) => [Format.count(at), text])) : null,
      Elements.numbers("The stream as a table", ["samples seen", ...rows.map(row => row.title)],
        () => position.map((at, n) => [Format.count(at), ...rows.map(row => Format.short(row.values[n], 6))])));
    rows.forEach(({ title, values }, index) => {
      const known = values.filter(Number.isFinite), ends = known.length
        ? `from ${Format.short(known[0])} to ${Format.short(known.at(-1))}, between ${Format.short(known.reduce((a, b) => Math.min(a, b)))} and ${Format.short(known.reduce((a, b) => Math.max(a, b)))}` : "no values";
      this.curves[index].describe(`${title} against samples seen (${Format.count(position[0])} to ${Format.count(position.at(-1))}): ${ends}; `
        + `${this.alarms.length} alarms${this.alarms.length ? ` at ${Elements.list(this.alarms.map(Format.count), 10)}` : ""}; ${this.events.length} events.`);
    });
    this.restyle();
  }

  /** Alarms as full lines with a head, events as dotted ones, the state that is shown as a dashed one. */
  mark(context, curve, first) {
    const { theme, frame } = curve, bottom = frame.top + frame.height;
    const lines = (positions, color, dash, width) => {
      context.strokeStyle = context.fillStyle = color;
      context.setLineDash(dash);
      context.lineWidth = width;
      for (const position of positions) {
        const [px] = curve.toPixel(position, 0);
        context.beginPath();
        context.moveTo(px, frame.top);
        context.lineTo(px, bottom);
        context.stroke();
      }
      context.setLineDash([]);
    };
    lines(this.events.map(event => event.position), theme.edge, [1, 3], 1.4);
    lines(this.alarms, theme.alarm, [], 1.4);
    if (first)
      for (const position of this.alarms) {
        const [px] = curve.toPixel(position, 0);
        context.beginPath();
        context.moveTo(px - 5, frame.top - 8);
        context.lineTo(px + 5, frame.top - 8);
        context.lineTo(px, frame.top);
        context.fill();
      }
    if (this.report.states.length > 1 && this.report.state) lines([this.report.state.iteration], theme.ink, [4, 3], 1);
  }

  show() {
    for (const curve of this.curves) curve.redraw();
  }

  restyle() {
    for (const curve of this.curves) curve.restyle();
    const theme = new Theme();
    this.alarmKey.replaceChildren(Elements.swatch({ color: theme.alarm }, "line"), `alarms (${this.alarms.length})`);
    this.eventKey.replaceChildren(Elements.swatch({ color: theme.edge, dash: [1, 3] }, "line"), `events (${this.events.length})`);
    this.alarmKey.hidden = this.alarms.length === 0;
    this.eventKey.hidden = this.events.length === 0;
  }

  get handle() {
    const view = this, { position, score, memory, components } = this.report.payload.stream;
    const names = [["score", score], ["memory", memory], ["components", components]].filter(([, values]) => values?.length > 0);
    return {
      alarms: view.alarms, position,
      curves: Object.fromEntries(names.map(([name, values], index) => [name, view.curves[index].handle({ values })])),
    };
  }
}
