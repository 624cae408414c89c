// A line chart of uPlot with the titles, colours and sizes of this page.

class Curve {
  /**
   * `series`: { label, color(theme), width, dash, points }; `data`: as uPlot takes it, x first; `marks(context, curve)` draws above;
   * `pick(x)` is told where a click fell; `onRead(index)` gives the text for the place under the pointer. Without an x title
   * the x axis has no labels: another one below has them.
   */
  constructor({ xTitle, yTitle, series, data, marks = () => {}, pick, whole = true, wholeY = false, sync, step }) {
    Object.assign(this, { xTitle, yTitle, series, data, marks, pick, whole, wholeY, sync, step });
    this.readout = element("p", { className: "readout", "aria-hidden": "true" });
    this.holder = element("div", { className: xTitle ? "curve" : "curve bare" }, this.readout);
    this.theme = new Theme();
    new ResizeObserver(() => this.fit()).observe(this.holder);
  }

  /** Made as soon as there is room for it, and fitted to the room after that. */
  fit() {
    const width = this.holder.clientWidth, height = this.holder.clientHeight;
    if (width === 0 || height === 0) return;
    if (this.made) this.made.setSize({ width, height });
    else this.make(width, height);
  }

  make(width, height) {
    const rounds = [1, 2, 5, ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].flatMap(power => [1, 2, 5].map(n => n * 10 ** power))];
    const axis = side => ({
      stroke: () => this.theme.muted, font: `12px ${this.theme.font}`, gap: 6,
      grid: { stroke: () => this.theme.faint, width: 1 }, ticks: { stroke: () => this.theme.faint, width: 1, size: 4 },
      values: (_, splits, axis, space, step) => splits.map(value => side === "x" && !this.xTitle ? "" : value === null ? "" : Format.tick(value, step)),
      ...(side === "x"
        ? { size: this.xTitle ? 46 : 10, space: this.step ? 34 : 70, incrs: this.whole ? rounds : undefined }
        : { space: 34, incrs: this.wholeY ? rounds : undefined, size: (_, values) => Math.max(this.room ?? 0, ...(values ?? []).map(text => Math.ceil(this.widthOf(text)) + 14)) }),
    });
    this.made = new uPlot({
      width, height, padding: [26, () => this.lastRoom(), 0, 0], legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: true }, sync: this.sync ? { key: this.sync } : undefined, focus: { prox: 30 } },
      scales: { x: { time: false, range: (_, low, high) => Curve.range(low, high, this.step ? 0.05 : 0.02) }, y: { range: (_, low, high) => Curve.range(low, high, 0.08) } },
      axes: [axis("x"), axis("y")],
      series: [{}, ...this.series.map(({ label, color, width = 2, dash, points = false, fill }) => ({
        label, width, dash, spanGaps: true, paths: this.wholeY ? uPlot.paths.stepped({ align: 1 }) : undefined, stroke: () => color(this.theme), fill: fill && (() => fill(this.theme)),
        points: { show: points, size: 7, width: 1, stroke: () => color(this.theme), fill: () => color(this.theme) },
      }))],
      hooks: {
        draw: [() => this.decorate()],
        setCursor: [made => this.readout.textContent = this.onRead?.(made.cursor.left >= 0 ? made.cursor.idx ?? null : null) ?? ""],
      },
    }, this.data, this.holder);
    this.canvas = this.made.root.querySelector("canvas");
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", this.text ?? "");
    if (this.pick) this.made.over.style.cursor = "pointer";
    if (this.pick) this.made.over.addEventListener("click", () => this.pick(this.made.posToVal(this.made.cursor.left, "x")));
  }

  static range(low, high, room) {
    if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
    const spread = high - low || Math.abs(high) * 0.1 || 1;
    return [low - room * spread, high + room * spread];
  }

  /** Half of the longest label may reach beyond the last place of x. */
  lastRoom() {
    const last = this.data[0].at(-1);
    return Number.isFinite(last) ? Math.max(14, Math.ceil(this.widthOf(Format.count(Math.round(last))) / 2) + 2) : 14;
  }

  /** The room that the labels of such values take, so that charts below one another can agree. */
  labelRoom(values) {
    const known = values.filter(Number.isFinite), step = Axis.step((Math.max(...known) - Math.min(...known)) / 4);
    return Math.max(0, ...known.filter((_, n) => n % Math.ceil(known.length / 200) === 0).map(value => Math.ceil(this.widthOf(Format.tick(value, step))) + 14));
  }

  widthOf(text) {
    Curve.measure ??= document.createElement("canvas").getContext("2d");
    Curve.measure.font = `12px ${this.theme.font}`;
    return Curve.measure.measureText(text).width;
  }

  /** Titles as on the other plots, then what the view marks; in CSS pixels. */
  decorate() {
    const { ctx } = this.made, ratio = window.devicePixelRatio || 1, width = this.made.width, height = this.made.height;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.font = `12px ${this.theme.font}`;
    ctx.fillStyle = this.theme.ink;
    ctx.textBaseline = "alphabetic";
    ctx.textAlign = "left";
    if (this.yTitle) ctx.fillText(`↑ ${this.yTitle}`, 1, 14);
    ctx.textAlign = "right";
    if (this.xTitle) ctx.fillText(`${this.xTitle} →`, width - 2, height - 6);
    const { left, top, width: w, height: h } = this.frame;
    ctx.beginPath();
    ctx.rect(left, top - 20, w + 14, h + 20);
    ctx.clip();
    this.marks(ctx, this);
    ctx.restore();
  }

  get frame() {
    const ratio = window.devicePixelRatio || 1, { left, top, width, height } = this.made.bbox;
    return { left: left / ratio, top: top / ratio, width: width / ratio, height: height / ratio };
  }

  toPixel(x, y) {
    return [this.frame.left + this.made.valToPos(x, "x"), this.frame.top + this.made.valToPos(y, "y")];
  }

  toValue(px, py) {
    return [this.made.posToVal(px - this.frame.left, "x"), this.made.posToVal(py - this.frame.top, "y")];
  }

  describe(text) {
    this.text = text;
    this.canvas?.setAttribute("aria-label", text);
  }

  redraw() {
    this.made?.redraw(false);
  }

  restyle() {
    this.theme = new Theme();
    this.made?.redraw(false);
  }

  setData(data) {
    this.data = data;
    this.made?.setData(data);
  }

  handle(more) {
    const curve = this;
    return Object.defineProperties({
      toPixel: (x, y) => curve.toPixel(x, y),
      toValue: (px, py) => curve.toValue(px, py),
      draw: () => {},
    }, { canvas: { get: () => curve.canvas }, axes: { get: () => [curve.xTitle, curve.yTitle] }, ...Object.getOwnPropertyDescriptors(more) });
  }
}
