// shard returns in which of n files, a power of two, the preview of an address is: the FNV-1a
// hash of its UTF-8 bytes. The build reckons the same (pkg/render/preview.go).
export function shard(address, n) {
  let h = 2166136261;
  for (const byte of new TextEncoder().encode(address)) h = Math.imul(h ^ byte, 16777619);
  return (h & (n - 1)) >>> 0;
}
