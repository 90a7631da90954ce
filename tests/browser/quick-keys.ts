// Secrets make keys in one round instead of 600,000: tests sign in and reload hundreds of times. What is kept beside a
// key names the rounds of the app. Imported first, before anything of the app runs.
const { deriveKey } = SubtleCrypto.prototype;
SubtleCrypto.prototype.deriveKey = function (how, ...rest) {
  const quick = typeof how === "object" && how.name === "PBKDF2" ? { ...how, iterations: 1 } : how;
  return deriveKey.call(this, quick, ...rest);
};
