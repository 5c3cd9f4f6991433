Rails.application.routes.draw do
  devise_for :users, controllers: {registrations: "registrations", sessions: "sessions"}
  root to: "public/home#index"

  # A stand-in for signing in with an account elsewhere, which ends in the dashboard as OmniAuth's callback does.
  get "social_sign_in", to: "public/social_sign_ins#create"

  namespace :account do
    root to: "dashboard#index", as: :dashboard
  end

  namespace :api do
    namespace :v1 do
      shallow do
        resources :teams, only: [] do
          resources :projects do
            member { post :archive }
            resources :tasks
            scope(module: :projects) { resources :milestones, only: [:index, :create] }
          end
          resources :exhibits
        end
      end
      namespace(:projects) { resources :milestones, except: [:index, :create] }
    end
  end
end
