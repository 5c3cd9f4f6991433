json.partial! "api/v1/exhibits/exhibit", exhibit: @exhibit
