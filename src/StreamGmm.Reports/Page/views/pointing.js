// Pointer and keys on the scatter: moving, zooming, and what lies under the pointer.

class Pointing {
  /** So near, in pixels, a sample is pointed at. */
  static reach = 12;

  constructor(view) {
    this.view = view;
    this.held = null;
    this.tip = element("div", { className: "tip", hidden: true });
    view.drawing.append(this.tip);
    const on = (type, listener, options) => view.drawing.addEventListener(type, listener, options);
    on("keydown", event => this.key(event));
    on("wheel", event => this.wheel(event), { passive: false });
    on("pointerdown", event => this.press(event));
    on("pointermove", event => this.held ? this.drag(event) : this.tell(event));
    on("pointerup", event => {
      this.held = null;
      this.tell(event);
    });
    on("pointercancel", () => this.held = null);
    on("pointerleave", event => this.tip.hidden ||= event.pointerType !== "touch"); // a tap leaves at once: what it told stays
    on("dblclick", () => view.place());
  }

  key(event) {
    const { view } = this, step = 0.1, closer = 0.7;
    const keys = {
      ArrowLeft: () => view.move(-step, 0), ArrowRight: () => view.move(step, 0), ArrowUp: () => view.move(0, step), ArrowDown: () => view.move(0, -step),
      "+": () => view.zoom(closer), "=": () => view.zoom(closer), "-": () => view.zoom(1 / closer), 0: () => view.all(),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    keys[event.key]();
    event.preventDefault();
  }

  /** With Ctrl or Command it zooms where the pointer is; a plain wheel scrolls the page. */
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    const { plot } = this.view, [px, py] = this.place(event);
    this.view.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, [plot.unitX(px), plot.unitY(py)]);
    event.preventDefault();
  }

  /** A mouse or a pen drags the view; a finger scrolls the page. */
  press(event) {
    if (event.button !== 0 || event.pointerType === "touch") return;
    this.held = this.place(event);
    this.view.drawing.setPointerCapture(event.pointerId);
  }

  drag(event) {
    const { frame } = this.view.plot, [x, y] = this.held;
    this.held = this.place(event);
    this.tip.hidden = true;
    this.view.move((x - this.held[0]) / frame.width, (this.held[1] - y) / frame.height);
  }

  /** Where the pointer is on the canvas. */
  place(event) {
    const box = this.view.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** Tells the sample that is nearest. */
  tell(event) {
    const { plot, xs, ys, pair, canvas, report, shown } = this.view, [px, py] = this.place(event);
    let nearest = -1, least = Pointing.reach ** 2;
    for (let n = 0; shown.samples && n < xs.length; n++) {
      const distance = (plot.px(xs[n]) - px) ** 2 + (plot.py(ys[n]) - py) ** 2;
      if (distance < least) [least, nearest] = [distance, n];
    }
    this.tip.hidden = nearest < 0;
    if (nearest < 0) return;
    this.tip.textContent = report.tellSample(nearest, pair);
    const x = plot.px(xs[nearest]), width = canvas.clientWidth, onTheRight = x > width / 2;
    this.tip.style.left = onTheRight ? "" : `${x + 12}px`;
    this.tip.style.right = onTheRight ? `${width - x + 12}px` : "";
    this.tip.style.top = `${Math.min(plot.py(ys[nearest]) + 10, canvas.clientHeight - this.tip.offsetHeight - 4)}px`;
  }
}
