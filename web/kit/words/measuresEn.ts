/** The mirror of `measuresFr.ts`. */
export const measuresEn = {
  overTime: 'Measures over time',
  none: 'No measure with a number for now.',
  cut: 'There are many measures: the oldest are not shown.',
  value: 'Measure',
  all_one: 'See the measure',
  all_other: 'See the {{count}} measures',
  legend: 'Each dot is a measure.',
  legendTwo: 'Full line: the first number. Dashes: the second.',
  change: {
    more: 'It is {{amount}} more than on {{date}} ({{before}}).',
    less: 'It is {{amount}} less than on {{date}} ({{before}}).',
    same: 'It is the same as on {{date}}.',
    other: 'Before, on {{date}}: {{before}}.',
  },
  bodyMass: 'Body mass index (BMI)',
  bodyMassOf:
    'From the weight of {{weighed}} and the height of {{measured}}: the weight divided by the square of the height. This number alone does not say how somebody is.',
};
