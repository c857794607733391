/** The public form: works without this script; with it, one question at a time, also while the network is away. */

import { Kiosk } from "./kiosk";
import { newId, Queue } from "./queue";
import { Steps } from "./steps";
import "../styles/fonts.css";
import "../styles/tokens.css";
import "./survey.css";

function part<T extends HTMLElement>(name: string): T {
  const found = document.querySelector<T>(`[data-${name}]`);
  if (!found) throw new Error(`the page has no ${name}`);
  return found;
}

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function start(form: HTMLFormElement): void {
  const end = part("end");
  const queued = part("queued");
  const client = form.elements.namedItem("client") as HTMLInputElement;
  const progress = document.querySelector<HTMLElement>(".tien-do");
  const again = document.querySelector<HTMLButtonElement>("[data-again]");
  const dialog = document.querySelector<HTMLDialogElement>("[data-idle]");
  if (!progress) return;
  document.documentElement.classList.add("js");

  const queue = new Queue(form.dataset.code ?? "", storage(), (waiting) => {
    queued.hidden = waiting === 0;
    const count = queued.querySelector("span");
    if (count) count.textContent = String(waiting);
  });

  const say = (words: string | undefined) => {
    const head = end.querySelector("h1");
    if (head) head.textContent = words ?? "";
  };

  const steps = new Steps(
    {
      form,
      progress,
      back: part("back"),
      skip: part("skip"),
      next: part("next"),
      send: part("send"),
    },
    async (answers) => {
      form.hidden = true;
      progress.hidden = true;
      end.hidden = false;
      say(end.dataset.sending);
      end.focus();
      kiosk?.thanked();
      const sent = client.value;
      const fate = await queue.add({ client_id: sent, answers, abandoned: false });
      // On a kiosk somebody else may have begun by now.
      if (client.value !== sent) return;
      say({ recorded: end.dataset.thanks, later: end.dataset.later, refused: end.dataset.none }[fate]);
    },
  );

  const restart = () => {
    client.value = newId();
    steps.reset();
    end.hidden = true;
    form.hidden = false;
    progress.hidden = false;
  };

  const kiosk =
    dialog && again
      ? new Kiosk({
          dialog,
          again,
          untouched: () => steps.untouched,
          leave: () => {
            const answers = steps.answers();
            if (Object.keys(answers).length > 0) {
              void queue.add({ client_id: client.value, answers, abandoned: true });
            }
            restart();
          },
          restart,
        })
      : null;

  // A page that comes back from the browser's memory, or with fields that it filled in again, starts empty.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) restart();
  });
  if (kiosk) restart();

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open || form.hidden) return;
    const typing = event.target instanceof HTMLTextAreaElement;
    if (typing) return;
    if (/^[1-5]$/.test(event.key)) steps.choose(Number(event.key));
    if (event.key === "Backspace") {
      event.preventDefault();
      steps.back();
    }
  });

  window.addEventListener("online", () => void queue.flush());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void queue.flush();
  });
  void queue.flush();
  offerVoice(() => steps.spoken());
}

/** A button that reads the question aloud, where the device has a voice for the page's language. */
function offerVoice(words: () => string): void {
  const button = part<HTMLButtonElement>("listen");
  const speech = window.speechSynthesis;
  if (!speech) return;
  const language = document.documentElement.lang;
  const look = () => {
    button.hidden = !speech.getVoices().some((voice) => voice.lang.startsWith(language));
  };
  look();
  speech.addEventListener?.("voiceschanged", look);
  button.addEventListener("click", () => {
    speech.cancel();
    const spoken = new SpeechSynthesisUtterance(words());
    spoken.lang = language;
    speech.speak(spoken);
  });
}

const form = document.querySelector<HTMLFormElement>("form[data-code]");
if (form) start(form);
