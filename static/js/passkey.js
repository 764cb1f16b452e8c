// A passkey is made ("create") or asked for ("get") in what is marked data-portal-passkey,
// when its button is pressed. The question stands in data-portal-options, or behind the
// address in data-portal-ask; the answer goes into the form's hidden field. Without script,
// or in a browser that knows no passkeys, the marked part stays hidden.
const knows = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

const asked = async ({ portalOptions, portalAsk }) => {
  if (portalOptions) return JSON.parse(portalOptions);
  const answer = await fetch(portalAsk, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
};

const answered = async (part) => {
  const { publicKey } = await asked(part.dataset);
  const isNew = part.dataset.portalPasskey === "create";
  const parse = isNew ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
  const options = { publicKey: PublicKeyCredential[parse](publicKey) };
  return isNew ? navigator.credentials.create(options) : navigator.credentials.get(options);
};

const use = async (part) => {
  const says = part.querySelector("[role=status]");
  says.textContent = "";
  try {
    const credential = await answered(part);
    const form = part.closest("form");
    form.querySelector("[name$=credential]").value = JSON.stringify(credential.toJSON());
    form.requestSubmit();
  } catch {
    says.textContent = says.dataset.portalFailed;
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-portal-use-passkey]");
  if (button) use(button.closest("[data-portal-passkey]"));
});

if (knows) for (const part of document.querySelectorAll("[data-portal-passkey]")) part.hidden = false;
