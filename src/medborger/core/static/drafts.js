// What is being written is kept in the browser until the server has said that it is stored.
// So it survives a crash, a dead server and a login that has ended. Only the newest of each form
// is kept, for a week, for one person; whoever logs out, or is somebody else, finds nothing.

const WEEK = 7 * 24 * 3600 * 1000;
const TYPED = "textarea, input[type=text], input[type=email], input[type=url], input:not([type])";
// A day, a month, a year and four digits, however they are parted. Too much is better than too little here.
const CPR_LIKE = /(?:[06][1-9]|[1278]\d|[39][01])\D{0,3}(?:0[1-9]|1[0-2])\D{0,3}\d\d\D{0,9}\d{4}/;
const person = document.body.dataset.person;
const prefix = `draft:${person}:`;

function read(key) {
    try {
        return JSON.parse(localStorage.getItem(key));
    } catch {
        return null;
    }
}

function forget(isUnwanted) {
    for (const key of Object.keys(localStorage)) {
        if (key.startsWith("draft:") && isUnwanted(key)) localStorage.removeItem(key);
    }
}

function fieldsOf(form) {
    return [...form.querySelectorAll(TYPED)].filter(
        (field) => field.name && field.autocomplete !== "one-time-code",
    );
}

function typedIn(form) {
    const changed = fieldsOf(form).filter((field) => field.value !== field.defaultValue);
    return Object.fromEntries(changed.map((field) => [field.name, field.value]));
}

function keep(form, key) {
    const values = typedIn(form);
    const isEmpty = Object.keys(values).length === 0;
    if (isEmpty || CPR_LIKE.test(Object.values(values).join("\n").normalize("NFKC"))) {
        localStorage.removeItem(key);
        return;
    }
    // What the page had seen goes along, so that a change by another is noticed all the same.
    const seen = form.elements.values_seen?.value;
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values, seen }));
}

function putBack(form, draft) {
    for (const field of fieldsOf(form)) {
        if (field.name in draft.values) field.value = draft.values[field.name];
    }
    if (draft.seen && form.elements.values_seen) form.elements.values_seen.value = draft.seen;
}

function offer(form, key, draft) {
    const notice = document.getElementById("draft-offer").content.cloneNode(true).firstElementChild;
    const time = notice.querySelector("time");
    time.dateTime = new Date(draft.at).toISOString();
    time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
        weekday: "long", hour: "2-digit", minute: "2-digit",
    }).format(draft.at);
    const settle = (act) => () => {
        act();
        notice.remove();
        fieldsOf(form)[0].focus();
    };
    notice.querySelector("[data-draft=take]").addEventListener("click", settle(() => putBack(form, draft)));
    notice.querySelector("[data-draft=drop]").addEventListener("click", settle(() => localStorage.removeItem(key)));
    form.before(notice);
}

function lookAfter(form, number) {
    const key = `${prefix}${location.pathname}:${number}`;
    const draft = read(key);
    const differs = draft && fieldsOf(form).some(
        (field) => field.name in draft.values && draft.values[field.name] !== field.value,
    );
    if (differs) offer(form, key, draft);
    let waiting;
    form.addEventListener("input", () => {
        clearTimeout(waiting);
        waiting = setTimeout(keep, 300, form, key);
    });
    form.addEventListener("submit", () => {
        clearTimeout(waiting);
        keep(form, key);
        const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "draft", value: key });
        form.append(mark);
    });
}

const stored = document.cookie.match(/(?:^|; )draft_stored=([^;]*)/);
if (stored) {
    localStorage.removeItem(decodeURIComponent(stored[1]));
    document.cookie = "draft_stored=; Max-Age=0; Path=/; SameSite=Lax";
}
forget((key) => !key.startsWith(prefix) || !(Date.now() - read(key)?.at < WEEK));
for (const leave of document.querySelectorAll('form[action="/log-ud/"]')) {
    leave.addEventListener("submit", () => forget(() => true));
}
[...document.querySelectorAll("main form[method=post]")]
    .filter((form) => fieldsOf(form).length)
    .forEach(lookAfter);
