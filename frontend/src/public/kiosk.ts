/** The machine at the counter: the next person finds an empty form, whoever walked away before. */

const IDLE_MS = 15_000;
const COUNT_S = 5;
const THANKS_MS = 4000;
const LOCK_MS = 3000;

interface Machine {
  dialog: HTMLDialogElement;
  again: HTMLButtonElement;
  /** Whether nobody has begun. */
  untouched: () => boolean;
  /** Somebody walked away in the middle. */
  leave: () => void;
  /** An empty form for the next person. */
  restart: () => void;
}

export class Kiosk {
  private last = Date.now();
  private asked: number | null = null;
  private done = false;

  constructor(private readonly machine: Machine) {
    for (const kind of ["pointerdown", "keydown", "input"]) {
      document.addEventListener(kind, () => this.touched(), { passive: true });
    }
    machine.dialog.addEventListener("close", () => this.touched());
    machine.dialog.querySelector("[data-stay]")?.addEventListener("click", () => machine.dialog.close());
    machine.again.addEventListener("click", () => this.restart());
    setInterval(() => this.tick(), 250);
  }

  /** A form was sent: thank for a while, then start again. The button works after the lock. */
  thanked(): void {
    this.done = true;
    this.machine.again.disabled = true;
    setTimeout(() => {
      this.machine.again.disabled = false;
    }, LOCK_MS);
    setTimeout(() => {
      if (this.done) this.restart();
    }, THANKS_MS);
  }

  private restart(): void {
    this.done = false;
    this.machine.restart();
  }

  private touched(): void {
    this.last = Date.now();
    if (this.asked !== null) {
      this.asked = null;
      if (this.machine.dialog.open) this.machine.dialog.close();
    }
  }

  private tick(): void {
    if (this.done || this.machine.untouched()) return;
    const now = Date.now();
    if (this.asked === null) {
      if (now - this.last < IDLE_MS) return;
      this.asked = now;
      this.machine.dialog.showModal();
    }
    const left = COUNT_S - Math.floor((now - this.asked) / 1000);
    const shown = this.machine.dialog.querySelector("[data-seconds]");
    if (shown) shown.textContent = String(Math.max(left, 0));
    if (left > 0) return;
    this.asked = null;
    this.machine.dialog.close();
    this.machine.leave();
  }
}
