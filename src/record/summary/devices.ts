import { type Json, text } from '#fhir';

/**
 * What a person uses or wears, each as a DeviceUseStatement with its Device inside: a Device of the record that no statement is about gets one,
 * which says no more than that. Pure. Source: HL7 IPS, Medical Devices Section.
 */
export function deviceUses(found: readonly Json[]): readonly Json[] {
  const devices = new Map(found.flatMap((one) => (one.resourceType === 'Device' ? [[`Device/${text(one.id)}`, one]] : [])));
  const uses = found.filter(({ resourceType }) => resourceType === 'DeviceUseStatement');
  const referred = new Set(uses.map(deviceOf));
  const alone = [...devices].filter(([reference]) => !referred.has(reference)).map(([, device]) => device);
  return [
    ...uses.map((use) => {
      const device = devices.get(deviceOf(use) ?? '');
      return device === undefined ? use : { ...use, ...holding(device) };
    }),
    ...alone
      .filter(({ status }) => status === undefined || status === 'active')
      .map((device) => ({
        resourceType: 'DeviceUseStatement',
        status: 'active',
        subject: device.patient ?? {},
        ...holding(device),
      })),
  ];
}

const deviceOf = ({ device }: Json): string | undefined => text((device as Json | undefined)?.reference);

/** Who wears it is told by the statement. */
function holding({ id: _, meta: __, text: ___, patient: ____, ...device }: Json): Json {
  return { contained: [{ ...device, id: 'device' }], device: { reference: '#device' } };
}
