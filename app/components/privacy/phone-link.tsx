/** A telephone number to call; only text where it is masked. */
export function PhoneLink({ phone }: { readonly phone: string | null }) {
  if (phone === null || phone.includes("*")) return phone;
  return <a href={`tel:${phone}`}>{phone}</a>;
}
