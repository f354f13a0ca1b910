// Chooses a record by words of it: a combobox with a list of what was found, as the ARIA Authoring Practices
// describe it. The <select> stays, out of sight: it is what the form sends, and what Django's pop-up windows fill.

const PAUSE = 200; // milliseconds without a key, before the words are looked up
const words = document.getElementById("picker-words").dataset;
let made = 0;

function element(tag, attributes, ...children) {
  const one = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  one.append(...children);
  return one;
}

const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

class Picker {
  constructor(select) {
    this.select = select;
    this.many = select.multiple;
    this.options = []; // what is offered, as elements of the list
    this.lines = 0; // how many were ever offered: each has an id of its own
    this.active = -1; // the one that Enter chooses, or none
    this.asked = 0; // how often the archive was asked: an answer to an earlier question is dropped
    this.build(`picker-${++made}`);
    this.show();
    new MutationObserver(() => this.show()).observe(select, { childList: true, subtree: true, characterData: true });
  }

  build(id) {
    const { select } = this;
    const label = select.id && document.querySelector(`label[for="${select.id}"]`);
    this.input = element("input", {
      id: `${select.id}_words`, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
    });
    this.list = element("ul", { id: `${id}-list`, role: "listbox", class: "offered", hidden: "" });
    if (label) {
      label.htmlFor = this.input.id;
      this.list.setAttribute("aria-label", label.textContent.replace(/:?\s*$/, ""));
    }
    for (const name of ["aria-describedby", "aria-invalid", "aria-label", "aria-labelledby"]) {
      if (!select.hasAttribute(name)) continue;
      this.input.setAttribute(name, select.getAttribute(name));
      select.removeAttribute(name);
    }
    this.input.required = select.required;
    this.input.disabled = select.disabled;
    select.required = false;
    select.hidden = true;
    this.chosen = element("ul", { class: "chosen" });
    this.note = element("p", { class: "quiet", role: "status" });
    const parts = [this.input, this.list, this.note];
    select.after(element("div", { class: "picker" }, ...(this.many ? [this.chosen] : []), ...parts));
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("blur", () => this.left());
    // A click on what is offered must not take the focus from the words
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  taken() {
    return [...this.select.selectedOptions].filter((option) => option.value);
  }

  show() {
    const taken = this.taken();
    if (this.many) {
      this.chosen.replaceChildren(...taken.map((option) => this.chip(option)));
      this.chosen.hidden = !taken.length;
    } else {
      this.input.value = taken.length ? taken[0].text : "";
    }
  }

  chip(option) {
    const name = filled(words.remove, { name: option.text });
    const button = element("button", { type: "button", "aria-label": name, title: name }, "×");
    button.addEventListener("click", () => {
      option.remove();
      this.changed();
      this.input.focus();
    });
    button.disabled = this.select.disabled;
    return element("li", {}, element("span", {}, option.text), button);
  }

  changed() {
    this.show();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  typed() {
    this.note.textContent = "";
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), PAUSE);
  }

  open() {
    if (!this.isOpen() && !this.input.disabled) this.look();
  }

  isOpen() {
    return !this.list.hidden;
  }

  close() {
    clearTimeout(this.waiting);
    this.asked += 1;
    this.list.hidden = true;
    this.note.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  // What is looked up: the words typed, and not the title of what is chosen
  term() {
    const text = this.input.value.trim();
    return !this.many && this.taken().some((option) => option.text === text) ? "" : text;
  }

  async look(page = 1) {
    const number = ++this.asked;
    const term = this.term();
    let answer;
    try {
      const response = await fetch(`${this.select.dataset.address}&${new URLSearchParams({ term, page })}`);
      if (!response.ok) throw new Error(response.statusText);
      answer = await response.json();
    } catch {
      if (number === this.asked) this.note.textContent = words.failed;
      return;
    }
    if (number !== this.asked) return;
    const next = page === 1 ? 0 : this.list.children.length - 1;
    if (page === 1) this.list.replaceChildren();
    this.list.querySelector(".more")?.remove();
    this.list.append(...answer.results.map((one) => this.option(one)));
    if (answer.pagination.more) this.list.append(this.moreOf(page));
    this.options = [...this.list.children];
    const count = this.options.length;
    this.list.hidden = !count;
    this.input.setAttribute("aria-expanded", String(count > 0));
    this.activate(page === 1 ? -1 : next);
    const found = this.list.querySelectorAll("[data-value]").length;
    this.note.textContent = count ? filled(words.found, { count: answer.pagination.more ? `${found}+` : found }) : words.none;
  }

  option({ id, text }) {
    const selected = this.taken().some((option) => option.value === id);
    return this.line({ "data-value": id, "aria-selected": String(selected) }, text, () => this.choose(id, text));
  }

  moreOf(page) {
    return this.line({ class: "more", "aria-selected": "false" }, words.more, () => this.look(page + 1));
  }

  line(attributes, text, done) {
    const one = element("li", { id: `${this.list.id}-${++this.lines}`, role: "option", ...attributes }, text);
    one.addEventListener("click", done);
    return one;
  }

  choose(value, text) {
    if (!this.many) for (const option of [...this.select.options]) if (option.value) option.remove();
    const known = [...this.select.options].find((option) => option.value === value);
    if (known) known.remove(); // chosen once more: no longer
    else this.select.add(new Option(text, value, true, true));
    this.input.value = "";
    this.close();
    this.changed();
  }

  activate(index) {
    this.options[this.active]?.classList.remove("active");
    this.active = index;
    const option = this.options[index];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  pressed(event) {
    const keys = {
      ArrowDown: () => this.moved(1),
      ArrowUp: () => this.moved(-1),
      Enter: () => this.options[this.active]?.click(),
      Escape: () => (this.isOpen() ? this.close() : this.show()),
    };
    // Enter with words that choose nothing yet would send the form without them
    if (event.key === "Enter" && !this.isOpen() && !this.dangling()) return;
    if (event.isComposing || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  }

  moved(by) {
    if (!this.isOpen()) return this.open();
    const { length } = this.options;
    this.activate(this.active < 0 && by < 0 ? length - 1 : (this.active + by + length) % length);
  }

  dangling() {
    const text = this.input.value.trim();
    return text && (this.many || !this.taken().some((option) => option.text === text)) ? text : "";
  }

  // Empty is nobody chosen; words that chose nothing are said back, and what was chosen before stands
  left() {
    this.close();
    const text = this.dangling();
    this.note.textContent = text ? filled(words.unchosen, { words: text }) : "";
    if (this.many) {
      this.input.value = "";
      return;
    }
    if (!this.input.value.trim() && this.taken().length) {
      this.select.value = "";
      this.changed();
    }
    this.show();
  }
}

function start(within) {
  for (const select of within.querySelectorAll("select.picked:not([hidden])")) {
    if (!select.name.includes("__prefix__")) new Picker(select); // the row that new rows are copied from
  }
}

start(document);
document.addEventListener("formset:added", (event) => start(event.target));
