// Time zones to choose from: the most used one of each offset and of each rule for summer time.

export const usualZones: readonly string[] = [
  "UTC",
  "Pacific/Honolulu",
  "America/Anchorage",
  "America/Los_Angeles",
  "America/Denver",
  "America/Chicago",
  "America/New_York",
  "America/Halifax",
  "America/Sao_Paulo",
  "Atlantic/Azores",
  "Europe/London",
  "Europe/Berlin",
  "Europe/Athens",
  "Africa/Lagos",
  "Africa/Johannesburg",
  "Europe/Istanbul",
  "Asia/Dubai",
  "Asia/Karachi",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Asia/Dhaka",
  "Asia/Bangkok",
  "Asia/Shanghai",
  "Asia/Singapore",
  "Asia/Tokyo",
  "Australia/Sydney",
  "Pacific/Auckland",
];

/** The zone's name with what people call it in the language and how far it is from UTC now: all of it can be searched. */
export function zoneLabel(zone: string, locale: string): string {
  const part = (timeZoneName: "longGeneric" | "longOffset") =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName }).formatToParts().find(({ type }) => type === "timeZoneName")?.value ??
    "";
  const offset = part("longOffset").replace("GMT", "UTC");
  return zone === "UTC" ? zone : `${zone.replace("_", " ")}, ${part("longGeneric")}, ${offset}`;
}
