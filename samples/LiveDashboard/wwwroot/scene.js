// Rows and components: ellipses that glide from one state to the next.

class Scene {
  /** So many rows are drawn. */
  static rows = 3000;

  /** A component has come so near to where it goes after this time, in milliseconds: all but 1/e of the way. */
  static ease = 110;

  static calm = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(canvas) {
    this.plot = new Plot(canvas, { x: new Axis({ from: -1, to: 1 }), y: new Axis({ from: -1, to: 1 }) });
    this.plot.layer("rows", context => this.drawRows(context)).layer("components", context => this.drawComponents(context));
    this.clear();
  }

  clear() {
    this.rows = []; // [x, y, slot], the latest last
    this.shown = new Map(); // by id, as drawn now
    this.target = new Map(); // by id, as the latest state has it
    this.fitted = false;
  }

  /** True where there is one axis: rows then rise as they grow old. */
  get isFlat() {
    return this.axes[0] === this.axes[1];
  }

  /** The mixture as drawn now. */
  get mixture() {
    return Scene.toMixture([...this.shown.values()]);
  }

  static toMixture(components) {
    return new Mixture(2, components.map(c => c.weight), components.flatMap(c => c.mean), components.flatMap(c => c.covariance));
  }

  /** The look of a component for life. */
  look(id) {
    return this.plot.theme.look(id % 32);
  }

  /** Takes what is new. */
  take(frame, names) {
    if (frame.whole) this.clear();
    this.axes = frame.shown;
    this.plot.x.name = names[this.axes[0]];
    this.plot.y.name = this.isFlat ? "rows ago" : names[this.axes[1]];
    const { mixture } = frame;
    this.target = new Map(mixture ? mixture.ids.map((id, k) => [id, {
      id, weight: mixture.weights[k], mean: mixture.means[k], covariance: this.isFlat ? Scene.flat(mixture.covariances[k]) : mixture.covariances[k],
    }]) : []);
    this.add(frame.points);
    this.fit();
    this.plot.redraw("rows");
    this.move();
  }

  /** The covariance of one axis beside one that counts nothing. */
  static flat([variance]) {
    return [variance, 0, 1];
  }

  add(points) {
    const components = [...this.target.values()];
    const { component } = components.length > 0 && !this.isFlat ? Scene.toMixture(components).assign(points, points.length / 2) : {};
    for (let n = 0; n < points.length / 2; n++) {
      const x = points[2 * n], id = component ? components[component[n]].id : this.likeliest(components, x);
      this.rows.push([x, points[2 * n + 1], id]);
    }
    this.rows.splice(0, Math.max(0, this.rows.length - Scene.rows));
  }

  /** The component that x along one axis most likely comes from; −1 where there is none. */
  likeliest(components, x) {
    let best = [-Infinity, -1];
    for (const { id, weight, mean, covariance } of components) {
      const score = Math.log(weight) - Math.log(covariance[0]) / 2 - (x - mean[0]) ** 2 / covariance[0] / 2;
      if (score > best[0]) best = [score, id];
    }
    return best[1];
  }

  /** Fits the axes to components and rows: at once where these leave them, and where far too much is empty. */
  fit() {
    const ends = j => {
      const values = this.rows.map(row => row[j]).sort((one, other) => one - other), cut = Math.floor(values.length / 200);
      let from = values[cut] ?? Infinity, to = values[values.length - 1 - cut] ?? -Infinity;
      for (const { mean, covariance } of this.target.values()) {
        from = Math.min(from, mean[j] - 3 * Math.sqrt(covariance[2 * j]));
        to = Math.max(to, mean[j] + 3 * Math.sqrt(covariance[2 * j]));
      }
      return [from, to];
    };
    const fitted = this.fitted;
    for (const [axis, j] of [[this.plot.x, 0], [this.plot.y, 1]]) {
      const [from, to] = j === 1 && this.isFlat ? [0, Math.max(100, this.rows.length)] : ends(j), span = to - from || Math.abs(from) || 1;
      if (!Number.isFinite(span)) continue;
      const leaves = from < axis.from || to > axis.to, empty = axis.to - axis.from > 1.7 * span;
      if (fitted && !leaves && !empty) continue;
      const margin = j === 1 && this.isFlat ? 0 : 0.12 * span;
      [axis.from, axis.to] = [from - margin, to + margin];
      this.fitted = true;
      this.plot.redraw();
    }
  }

  /** Glides on with every frame of the screen until all is where it should be. */
  move() {
    this.moving ??= requestAnimationFrame(now => this.step(now));
  }

  step(now) {
    const share = Scene.calm.matches ? 1 : 1 - Math.exp(-Math.min(100, now - (this.before ?? now - 16)) / Scene.ease);
    let rest = 0;
    const toward = (from, to, size) => {
      rest = Math.max(rest, Math.abs(to - from) / size);
      return from + share * (to - from);
    };
    for (const [id, target] of this.target) {
      const shown = this.shown.get(id) ?? { ...target, presence: 0 }, [sx, sy] = [Math.sqrt(target.covariance[0]), Math.sqrt(target.covariance[2])];
      this.shown.set(id, {
        id,
        weight: toward(shown.weight, target.weight, 1),
        mean: [toward(shown.mean[0], target.mean[0], sx), toward(shown.mean[1], target.mean[1], sy)],
        covariance: [sx * sx, sx * sy, sy * sy].map((size, n) => toward(shown.covariance[n], target.covariance[n], size)),
        presence: toward(shown.presence, 1, 1),
      });
    }
    for (const [id, shown] of this.shown) {
      if (this.target.has(id)) continue;
      shown.presence = toward(shown.presence, 0, 1);
      if (shown.presence < 0.02) this.shown.delete(id);
    }
    const still = rest < 1e-3;
    if (still && !Scene.calm.matches) for (const [id, target] of this.target) this.shown.set(id, { ...target, presence: 1 });
    this.before = still ? null : now;
    this.moving = null;
    this.plot.redraw("components");
    if (!still) this.move();
  }

  /** Latest rows are drawn strongest. */
  drawRows(context) {
    const { plot, rows } = this, groups = new Map(), ages = 4;
    rows.forEach(([, , id], n) => {
      const key = id * ages + Math.floor(ages * n / rows.length);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(n);
    });
    for (const [key, members] of groups) {
      const id = Math.floor(key / ages), age = key - id * ages;
      const { color, marker } = id < 0 ? { color: plot.theme.muted, marker: "circle" } : this.look(id);
      context.globalAlpha = 0.16 + 0.17 * age;
      context.fillStyle = color;
      context.beginPath();
      for (const n of members) Scene.mark(context, marker, plot.px(rows[n][0]), plot.py(this.isFlat ? rows.length - 1 - n : rows[n][1]), 2);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  static mark(context, marker, x, y, r) {
    if (marker === "circle") {
      context.moveTo(x + r, y);
      context.arc(x, y, r, 0, 2 * Math.PI);
    } else if (marker === "square") {
      context.rect(x - r, y - r, 2 * r, 2 * r);
    } else {
      context.moveTo(x, y - 1.4 * r);
      context.lineTo(x + 1.4 * r, marker === "diamond" ? y : y + r);
      context.lineTo(marker === "diamond" ? x : x - 1.4 * r, marker === "diamond" ? y + 1.4 * r : y + r);
      if (marker === "diamond") context.lineTo(x - 1.4 * r, y);
      context.closePath();
    }
  }

  drawComponents(context) {
    const { plot, mixture } = this;
    [...this.shown.values()].forEach((component, k) => {
      const { color, dash } = this.look(component.id);
      context.strokeStyle = context.fillStyle = color;
      context.lineWidth = 1 + 4 * Math.sqrt(component.weight);
      for (const sigma of [3, 2, 1]) {
        context.globalAlpha = component.presence * (sigma === 1 ? 1 : sigma === 2 ? 0.6 : 0.3);
        context.setLineDash(dash);
        this.outline(context, mixture, k, component, sigma);
        context.stroke();
      }
      context.setLineDash([]);
      this.write(context, component, color);
    });
    context.globalAlpha = 1;
  }

  outline(context, mixture, k, { mean, covariance }, sigma) {
    const { plot } = this, { left, top, width, height } = plot.frame;
    context.beginPath();
    if (this.isFlat) {
      for (const side of [-1, 1]) {
        const px = plot.px(mean[0] + side * sigma * Math.sqrt(covariance[0]));
        context.moveTo(px, top);
        context.lineTo(px, top + height);
      }
      return;
    }
    for (const [x, y] of mixture.ellipse(k, sigma, 72)) context.lineTo(plot.px(x), plot.py(y));
    context.closePath();
  }

  /** The number of a component, at its mean. */
  write(context, { id, mean, presence }, color) {
    const { plot } = this, px = plot.px(mean[0]), py = this.isFlat ? plot.frame.top + 14 : plot.py(mean[1]), text = String(id);
    context.globalAlpha = presence;
    context.font = `600 12px ${plot.theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const half = Math.max(10, context.measureText(text).width / 2 + 6);
    context.fillStyle = plot.theme.surface;
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.beginPath();
    context.roundRect(px - half, py - 10, 2 * half, 20, 10);
    context.fill();
    context.stroke();
    context.fillStyle = plot.theme.ink;
    context.fillText(text, px, py + 0.5);
  }
}
