/** The form of the page shown one question at a time. The page's own fields hold the answers; nothing is copied. */

import type { Answer } from "./queue";

const NEXT_MS = 250;

interface Parts {
  form: HTMLFormElement;
  progress: HTMLElement;
  back: HTMLButtonElement;
  skip: HTMLButtonElement;
  next: HTMLButtonElement;
  send: HTMLButtonElement;
}

export class Steps {
  private readonly questions: HTMLFieldSetElement[];
  private readonly counter: string;
  private place = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly finished: (answers: Record<string, Answer>) => void,
  ) {
    const { form, progress, back, skip, next } = parts;
    this.questions = [...form.querySelectorAll<HTMLFieldSetElement>("[data-question]")];
    this.counter = progress.querySelector("[data-progress]")?.textContent ?? "";
    progress.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.forward();
    });
    form.addEventListener("click", (event) => this.tapped(event));
    form.addEventListener("change", () => this.draw());
    form.addEventListener("input", () => this.draw());
    back.addEventListener("click", () => this.back());
    next.addEventListener("click", () => this.forward());
    skip.addEventListener("click", () => {
      this.clear(this.current());
      this.forward();
    });
    this.draw();
  }

  /** Whether nothing was answered and the first question is on the screen. */
  get untouched(): boolean {
    return this.place === 0 && Object.keys(this.answers()).length === 0;
  }

  /** The answers so far, those of hidden questions left out. */
  answers(): Record<string, Answer> {
    const found: Record<string, Answer> = {};
    for (const question of this.questions) {
      const answer = read(question);
      const code = question.dataset.question ?? "";
      if (answer !== null && shows(question, found)) found[code] = answer;
    }
    return found;
  }

  /** The words of the question on the screen. */
  spoken(): string {
    return this.current().querySelector("legend")?.textContent ?? "";
  }

  /** An empty form at its first question: nothing of the last person is left. */
  reset(): void {
    clearTimeout(this.timer);
    for (const question of this.questions) this.clear(question);
    this.place = 0;
    this.draw();
    window.scrollTo(0, 0);
  }

  /** Choose the option with this number, from 1, as a tap would. */
  choose(number: number): void {
    const inputs = this.current().querySelectorAll<HTMLInputElement>('input[type="radio"]');
    const input = inputs[number - 1];
    if (!input) return;
    input.checked = true;
    this.draw();
    this.soon();
  }

  back(): void {
    const answers = this.answers();
    for (let place = this.place - 1; place >= 0; place -= 1) {
      const question = this.questions[place];
      if (question && shows(question, answers)) {
        this.go(place);
        return;
      }
    }
  }

  forward(): void {
    clearTimeout(this.timer);
    const answers = this.answers();
    for (let place = this.place + 1; place < this.questions.length; place += 1) {
      const question = this.questions[place];
      if (question && shows(question, answers)) {
        this.go(place);
        return;
      }
    }
    if (Object.keys(answers).length === 0) this.go(0);
    else this.finished(answers);
  }

  private go(place: number): void {
    this.place = place;
    this.draw();
    this.current().querySelector("legend")?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  /** A tap on an option goes on by itself; arrow keys only move the choice, so that every option can be heard. */
  private tapped(event: MouseEvent): void {
    const option = event.target instanceof Element ? event.target.closest("label.o") : null;
    const kind = this.current().dataset.kind;
    if (option && event.detail > 0 && (kind === "level5" || kind === "one")) this.soon();
  }

  private soon(): void {
    const at = this.place;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.place === at && read(this.current()) !== null) this.forward();
    }, NEXT_MS);
  }

  private current(): HTMLFieldSetElement {
    const question = this.questions[this.place];
    if (!question) throw new Error("a form without questions");
    return question;
  }

  private clear(question: HTMLFieldSetElement): void {
    for (const input of question.querySelectorAll("input")) input.checked = false;
    for (const words of question.querySelectorAll("textarea")) words.value = "";
  }

  private draw(): void {
    const { progress, back, skip, next, send } = this.parts;
    const answers = this.answers();
    const last = !this.questions.some((q, place) => place > this.place && shows(q, answers));
    const answered = read(this.current()) !== null;
    this.questions.forEach((question, place) => {
      question.hidden = place !== this.place;
    });
    const words = progress.querySelector("[data-progress]");
    if (words) {
      words.textContent = this.counter
        .replace("{place}", String(this.place + 1))
        .replace("{count}", String(this.questions.length));
    }
    progress.querySelectorAll("i").forEach((mark, place) => {
      mark.className = place <= this.place ? "qua" : "";
    });
    back.hidden = this.place === 0;
    send.hidden = !last || Object.keys(answers).length === 0;
    next.hidden = last || !answered;
    skip.hidden = answered || (last && !send.hidden);
  }
}

/** What a question's fields hold; null for nothing. */
function read(question: HTMLFieldSetElement): Answer | null {
  const chosen = [...question.querySelectorAll<HTMLInputElement>("input:checked")].map(
    (input) => input.value,
  );
  switch (question.dataset.kind) {
    case "level5":
      return chosen[0] ? Number(chosen[0]) : null;
    case "one":
      return chosen[0] ?? null;
    case "many":
      return chosen.length > 0 ? chosen : null;
    default:
      return question.querySelector("textarea")?.value.trim() || null;
  }
}

/** Whether a question is asked after these answers. */
function shows(question: HTMLFieldSetElement, answers: Record<string, Answer>): boolean {
  const { when, op, value } = question.dataset;
  if (!when) return true;
  const answer = answers[when];
  if (answer === undefined) return false;
  if (op === "at_most") return Number(answer) <= Number(value);
  if (!value) return true;
  return Array.isArray(answer) ? answer.includes(value) : String(answer) === value;
}
