json.array! @exhibits, partial: "api/v1/exhibits/exhibit", as: :exhibit
