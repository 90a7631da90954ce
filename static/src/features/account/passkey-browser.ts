// What the browser does with passkeys: it makes one, and lets one answer once its holder has unlocked it.

import { t } from "../../lib/i18n.js";
import { toBytes, toText } from "../../store/ciphers.js";
import type { AskedPasskey, MadePasskey, NewPasskey, PasskeyAnswer } from "../../types.js";
import { Said } from "../../ui/forms/async-action.js";

const TIMEOUT = 5 * 60_000; // as long as the server waits

export const hasPasskeys = () => typeof globalThis.PublicKeyCredential === "function";

export async function makePasskey(asked: NewPasskey): Promise<MadePasskey> {
  const made = await throughBrowser(asked.site, () =>
    navigator.credentials.create({
      publicKey: {
        challenge: toBytes(asked.challenge),
        rp: { id: asked.site, name: "Needlepoint" },
        user: { id: toBytes(asked.user_id), name: asked.user_name, displayName: asked.user_label },
        pubKeyCredParams: asked.algorithms.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: asked.known.map(named),
        authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
        attestation: "none",
        timeout: TIMEOUT,
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    id: text(made.rawId),
    client_data: text(response.clientDataJSON),
    attestation: text(response.attestationObject),
  };
}

export async function usePasskey({ challenge, site, known }: AskedPasskey): Promise<PasskeyAnswer> {
  const used = await throughBrowser(site, () =>
    navigator.credentials.get({
      publicKey: {
        challenge: toBytes(challenge),
        rpId: site,
        allowCredentials: known.map(named),
        userVerification: "required",
        timeout: TIMEOUT,
      },
    }),
  );
  const response = used.response as AuthenticatorAssertionResponse;
  return {
    id: text(used.rawId),
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
  };
}

const text = (bytes: ArrayBuffer) => toText(new Uint8Array(bytes));

const named = (id: string): PublicKeyCredentialDescriptor => ({ type: "public-key", id: toBytes(id) });

async function throughBrowser(site: string, ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  if (!hasPasskeys())
    throw new Said(t("This browser has no passkeys. Use another browser, or a code from your app or a recovery code."));
  try {
    const found = await ask();
    if (found) return found as PublicKeyCredential;
  } catch (error) {
    const { name } = error as Error;
    if (name === "InvalidStateError") throw new Said(t("This device has a passkey for your account already."));
    if (name === "SecurityError")
      throw new Said(t("Passkeys work only where this app is opened at {name}.", { name: site }));
  }
  throw new Said(t("No passkey was used: it was cancelled, it took too long, or there is none here. Try again."));
}
