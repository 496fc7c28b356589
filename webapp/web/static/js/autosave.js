// Saves each answer as it is given. The page works without this: the form posts as any form.
//
// One request is under way at a time. What is typed meanwhile waits in `changed` and goes with the next one, so nothing
// is lost and no field is ever written to while someone is in it. Nothing is kept in the browser's storage.
import { fill, inWords, read } from "./fields.js";

const TYPING_PAUSE = 800;
const FIRST_RETRY = 1000;
const LONGEST_RETRY = 30000;
const SMALL_ENOUGH_TO_OUTLIVE_THE_PAGE = 60000; // fetch allows 64 kB of keepalive bodies

// The server's own escaped HTML, and nothing else, passes through this.
const policy = globalThis.trustedTypes?.createPolicy("server-fragment", { createHTML: (html) => html });

function fragmentOf(html) {
  const page = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
  return [...page.body.childNodes].map((node) => document.importNode(node, true));
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.status = form.querySelector("[data-save-status]");
    this.pageId = form.elements.page_id?.value || crypto.randomUUID(); // the form and its script are one page
    this.changed = new Set(); // items to save
    this.underWay = null; // {body, items}
    this.timer = 0;
    this.retryAfter = FIRST_RETRY;
    this.stopped = false; // signed out, or closed: a person must act first
    form.addEventListener("change", (event) => this.onChange(event));
    form.addEventListener("input", (event) => this.onInput(event));
    form.addEventListener("submit", () => this.onSubmit());
    form.addEventListener("click", (event) => this.onClick(event));
    addEventListener("beforeunload", (event) => this.onLeave(event));
    addEventListener("online", () => this.soon(0));
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    this.offerChoices();
    this.catchUp();
  }

  // On a slow line people answer before this script has come; what they did meanwhile is saved as if it had been here.
  catchUp() {
    for (const field of this.form.elements) {
      const touched = /radio|checkbox/.test(field.type)
        ? field.checked !== field.defaultChecked
        : field.matches("textarea, input[type=text]") && field.value !== field.defaultValue;
      if (touched) this.note(field, 0);
    }
  }

  section(item) {
    return this.form.querySelector(`[data-item="${CSS.escape(item)}"]`);
  }

  onInput(event) {
    if (event.target.matches("textarea, input[type=text]")) this.note(event.target, TYPING_PAUSE);
  }

  onChange(event) {
    const field = event.target;
    if (field.type === "checkbox") this.untick(field);
    return this.note(field, 0);
  }

  // "None of these" and the others put each other out; so do an answer and "don't know".
  untick(field) {
    if (!field.checked) return;
    const boxes = [...field.closest("[data-item]").querySelectorAll("input[type=checkbox]")];
    const alone = (box) => box.hasAttribute("data-exclusive") || box.name.endsWith(".status");
    for (const box of boxes) if (box !== field && (alone(field) || alone(box))) box.checked = false;
  }

  note(field, pause) {
    const section = field.closest("[data-item]");
    if (!section || field.name?.endsWith(".keep")) return;
    this.changed.add(section.dataset.item);
    this.showMine(section);
    this.soon(pause);
  }

  // What is typed while two answers stand side by side shows there too: nobody chooses without seeing all of it.
  showMine(section) {
    const mine = section.querySelector("[data-conflict] [data-mine]");
    if (!mine) return;
    const words = document.createElement("p");
    words.className = "as-typed";
    words.textContent = inWords(section);
    mine.replaceChildren(words);
  }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  flush() {
    if (this.changed.size && !this.underWay) this.save();
  }

  async save() {
    clearTimeout(this.timer);
    if (this.underWay || this.stopped) return;
    const items = [...this.changed].filter((item) => !this.section(item)?.querySelector("[data-conflict]"));
    if (!items.length) return;
    for (const item of items) this.changed.delete(item);
    const answers = Object.fromEntries(items.map((item) => [item, read(this.section(item))]));
    const body = JSON.stringify({ save_id: crypto.randomUUID(), page_id: this.pageId, answers });
    this.underWay = { body, items };
    await this.send();
  }

  // The same body, and so the same save_id, goes again until the server has answered it: twice is as once.
  async send() {
    const { body, items } = this.underWay;
    this.say(this.words.textSaving);
    let response;
    try {
      response = await fetch(this.words.autosaveUrl, {
        method: "POST",
        body,
        credentials: "same-origin",
        keepalive: new TextEncoder().encode(body).length < SMALL_ENOUGH_TO_OUTLIVE_THE_PAGE,
        redirect: "error",
        headers: {
          "Content-Type": "application/json",
          Accept: "application/json",
          "X-CSRFToken": this.form.elements.csrf_token.value,
        },
      });
    } catch {
      return this.again();
    }
    if (response.status >= 500 || response.status === 429) return this.again();
    let answer = {};
    try {
      answer = await response.json();
    } catch {
      if (response.ok) return this.again(); // cut off on the way: ask again with the same save_id
    }
    this.underWay = null;
    this.retryAfter = FIRST_RETRY;
    if (response.ok || response.status === 409 || response.status === 422) {
      if (answer.versions || answer.conflicts || answer.faults) return this.take(answer, items);
    }
    for (const item of items) this.changed.add(item);
    this.stopped = true;
    if (response.status === 401 || response.status === 403) return this.signedOut();
    return this.say(answer.text || this.words.textClosed, "warning");
  }

  again() {
    this.say(this.words.textWaiting, "warning");
    setTimeout(() => this.send(), this.retryAfter * (0.8 + Math.random() * 0.4));
    this.retryAfter = Math.min(this.retryAfter * 2, LONGEST_RETRY);
  }

  take(answer, items) {
    const faults = answer.faults ?? {};
    const conflicts = answer.conflicts ?? {};
    for (const [item, version] of Object.entries(answer.versions ?? {})) this.setVersion(item, version);
    for (const item of items) this.showFaults(item, faults[item] ?? []);
    for (const [item, html] of Object.entries(conflicts)) this.showConflict(item, html);
    if (answer.shown) this.show(new Set(answer.shown));
    if (answer.progress) this.showProgress(answer.progress);
    if (Object.keys(conflicts).length) this.say(this.words.textConflict, "warning");
    else if (Object.keys(faults).length) this.say(this.words.textRefused, "warning");
    else this.say(answer.saved_at_text ?? "", "success");
    if (this.changed.size) this.soon(0);
  }

  setVersion(item, version) {
    const field = this.section(item)?.querySelector(`input[name="${CSS.escape(item)}.version"]`);
    if (field) field.value = version;
  }

  showFaults(item, faults) {
    const section = this.section(item);
    const line = section?.querySelector("[data-fault]");
    if (!line) return;
    line.textContent = faults.join(" ");
    line.hidden = faults.length === 0;
    for (const field of section.querySelectorAll(`[name="${CSS.escape(item)}.value"]`)) {
      if (faults.length) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  }

  showConflict(item, html) {
    const slot = this.section(item)?.querySelector("[data-conflict-slot]");
    if (!slot) return;
    this.section(item).querySelector("[data-conflict]")?.remove();
    slot.replaceChildren(...fragmentOf(html));
    this.changed.delete(item);
    this.offerChoices();
  }

  // A button, because an arrow key on a radio button must not settle the matter.
  offerChoices() {
    for (const button of this.form.querySelectorAll("[data-choose]")) button.hidden = false;
  }

  choose(button) {
    const box = button.closest("[data-conflict]");
    const field = box.querySelector("input:checked");
    if (!field) return;
    const section = box.closest("[data-item]");
    const item = section.dataset.item;
    this.setVersion(item, box.dataset.version);
    if (field.value === "theirs") {
      fill(section, JSON.parse(box.dataset.theirs));
      this.showFaults(item, []);
      this.changed.delete(item);
    } else {
      this.changed.add(item);
    }
    box.remove();
    section.querySelector("legend")?.scrollIntoView({ block: "nearest" });
    section.querySelector("input:checked, textarea, input")?.focus({ preventScroll: true });
    this.say("");
    this.soon(0);
  }

  // Questions that depend on an answer come and go; the one someone is in stays.
  show(shown) {
    for (const section of this.form.querySelectorAll("[data-item]")) {
      const hide = !shown.has(section.dataset.item);
      if (!(hide && section.contains(document.activeElement))) section.hidden = hide;
    }
  }

  showProgress({ answered, total, text }) {
    for (const bar of document.querySelectorAll("[data-progress=bar]")) {
      bar.max = Math.max(total, 1);
      bar.value = answered;
    }
    if (text) for (const words of document.querySelectorAll("[data-progress=words]")) words.textContent = text;
  }

  signedOut() {
    this.say(this.words.textSignedOut, "warning");
    const link = document.createElement("a");
    link.href = this.words.signInUrl;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = this.words.textSignIn;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.dataset.resume = "";
    button.textContent = this.words.textSignedIn;
    this.status.append(" ", link, " ", button);
  }

  onClick(event) {
    const button = event.target.closest("[data-choose]");
    if (button) this.choose(button);
    if (!event.target.closest("[data-resume]")) return;
    this.stopped = false;
    this.soon(0);
  }

  // The form itself carries everything; a save under way is one and the same text, by the server's word.
  onSubmit() {
    clearTimeout(this.timer);
    this.leaving = true;
  }

  onLeave(event) {
    if (this.leaving || !(this.changed.size || this.underWay)) return;
    this.flush();
    event.preventDefault();
  }

  say(text, color = "") {
    if (!this.status) return;
    this.status.replaceChildren(text);
    this.status.dataset.color = color;
  }
}

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form);
